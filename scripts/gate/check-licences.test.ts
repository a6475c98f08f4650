import { expect, test } from "vitest";
import { licenceProblems } from "./check-licences.ts";

const lock = (name: string, license: string | undefined, more: object = {}) =>
  JSON.stringify({ packages: { "": { license: "Apache-2.0" }, [`node_modules/a/node_modules/${name}`]: { license, ...more } } });

test.each(["AGPL-3.0-only", "GPL-2.0-or-later", "GPL-3.0", "SSPL-1.0", "BUSL-1.1", "UNLICENSED", "MIT AND GPL-3.0", "MPL-2.0", undefined])(
  "%s does not ship unnoticed",
  (license) => expect(licenceProblems(lock("x", license))).toHaveLength(1),
);

test("an exception is for its packages and its licence alone", () => {
  expect(licenceProblems(lock("@img/sharp-libvips-linux-x64", "LGPL-3.0-or-later"))).toEqual([]);
  expect(licenceProblems(lock("@img/sharp-libvips-linux-x64", "GPL-3.0"))).toHaveLength(1);
  expect(licenceProblems(lock("libvips", "LGPL-3.0-or-later"))).toHaveLength(1);
});

test("what is for development alone does not ship, and one of two licences is enough", () => {
  expect(licenceProblems(lock("x", "GPL-3.0", { dev: true }))).toEqual([]);
  expect(licenceProblems(lock("x", "(MIT OR GPL-3.0)"))).toEqual([]);
});

test("nothing in this lock file ships under another licence", () => expect(licenceProblems()).toEqual([]));
