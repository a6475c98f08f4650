import { expect, test } from "vitest";
import { licenseProblems } from "./check-licenses.ts";

const lock = (name: string, license: string | undefined, more: object = {}) =>
  JSON.stringify({ packages: { "": { license: "Apache-2.0" }, [`node_modules/a/node_modules/${name}`]: { license, ...more } } });

test.each(["AGPL-3.0-only", "GPL-2.0-or-later", "GPL-3.0", "SSPL-1.0", "BUSL-1.1", "UNLICENSED", "MIT AND GPL-3.0", "MPL-2.0", undefined])(
  "a package with the license %s may not ship",
  (license) => expect(licenseProblems(lock("x", license))).toHaveLength(1),
);

test("an exception covers only its packages and its license", () => {
  expect(licenseProblems(lock("@img/sharp-libvips-linux-x64", "LGPL-3.0-or-later"))).toEqual([]);
  expect(licenseProblems(lock("@img/sharp-libvips-linux-x64", "GPL-3.0"))).toHaveLength(1);
  expect(licenseProblems(lock("libvips", "LGPL-3.0-or-later"))).toHaveLength(1);
});

test("development packages are not checked, and one of two alternative licenses is enough", () => {
  expect(licenseProblems(lock("x", "GPL-3.0", { dev: true }))).toEqual([]);
  expect(licenseProblems(lock("x", "(MIT OR GPL-3.0)"))).toEqual([]);
});

test("every shipped package has an allowed license", () => expect(licenseProblems()).toEqual([]));
