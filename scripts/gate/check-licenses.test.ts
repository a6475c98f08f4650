import { expect, test } from "vitest";
import { licenseProblems } from "./check-licenses.ts";

const lock = (name: string, license: string | undefined) =>
  JSON.stringify({
    packages: {
      "": { license: "Apache-2.0", dependencies: { a: "1.0.0" } },
      "node_modules/a": { license: "MIT", dependencies: { [name]: "1.0.0" } },
      [`node_modules/a/node_modules/${name}`]: { license },
    },
  });

test.each(["AGPL-3.0-only", "GPL-2.0-or-later", "GPL-3.0", "SSPL-1.0", "BUSL-1.1", "UNLICENSED", "MIT AND GPL-3.0", "MPL-2.0", undefined])(
  "a package with the license %s may not ship",
  (license) => expect(licenseProblems(lock("x", license))).toHaveLength(1),
);

test("an exception covers only its packages and its license", () => {
  expect(licenseProblems(lock("@img/sharp-libvips-linux-x64", "LGPL-3.0-or-later"))).toEqual([]);
  expect(licenseProblems(lock("@img/sharp-libvips-linux-x64", "GPL-3.0"))).toHaveLength(1);
  expect(licenseProblems(lock("libvips", "LGPL-3.0-or-later"))).toHaveLength(1);
});

test("one of two alternative licenses is enough", () => expect(licenseProblems(lock("x", "(MIT OR GPL-3.0)"))).toEqual([]));

test("packages that only development or a workspace needs do not ship, even if npm does not mark them as development packages", () => {
  const packages = {
    "": { workspaces: ["sandbox"], dependencies: {}, devDependencies: { dev: "1.0.0", sandbox: "1.0.0" } },
    "node_modules/dev": { license: "GPL-3.0", dev: true },
    "node_modules/sandbox": { resolved: "sandbox", link: true },
    "node_modules/needed-by-sandbox": { license: "GPL-3.0" },
    sandbox: { dependencies: { "needed-by-sandbox": "1.0.0" } },
  };
  expect(licenseProblems(JSON.stringify({ packages }))).toEqual([]);
});

test("every shipped package has an allowed license", () => expect(licenseProblems()).toEqual([]));
