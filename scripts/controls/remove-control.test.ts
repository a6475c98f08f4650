import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { removeControl } from "./remove-control.ts";

// Each case starts vitest as a child_process in this small source tree.
const GUARD = 'export const may = (name: string): boolean => name !== "stranger";\n';
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "controls-"));
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
  const project = (name: string) => `{ test: { name: "${name}", include: ${name === "unit" ? '["*.test.ts"]' : "[]"} } }`;
  write("vitest.config.ts", `export default { test: { projects: [${project("unit")}, ${project("services")}] } };`);
  write("package.json", '{ "type": "module" }');
  write("may.ts", GUARD);
  const body = 'import { expect, test } from "vitest"; import { may } from "./may.ts";';
  write(
    "strict.test.ts",
    `${body} test("a stranger (nobody) may not", () => expect(may("stranger")).toBe(false)); test("a friend may", () => {});`,
  );
  write("lax.test.ts", `${body} test("a friend may", () => expect(may("friend")).toBe(true));`);
});
afterAll(() => rmSync(folder, { recursive: true }));

const end = (mutant: string, test: string, only?: string) =>
  removeControl({ folder, remove: () => undefined }, { files: new Map([["may.ts", mutant]]), test }, only);

test.each([
  ["unnoticed", "every test of the file passes without the control", "export const may = () => true;", "lax.test.ts", undefined],
  ["unnoticed", "only other tests run", "export const may = () => true;", "strict.test.ts", "a friend"],
  ["not-run", "the test file cannot be loaded", "export const may = nothing;", "strict.test.ts", undefined],
  ["not-run", "the mutant does not parse", "export const may = (", "strict.test.ts", undefined],
  ["not-run", "no test has that name", "export const may = () => true;", "strict.test.ts", "a neighbor"],
  ["noticed", "a test fails", "export const may = () => true;", "strict.test.ts", "a stranger (nobody)"],
] as const)("the removal of a control is %s when %s, and the control is restored", async (expected, _when, mutant, file, only) => {
  expect(await end(mutant, file, only)).toBe(expected);
  expect(readFileSync(join(folder, "may.ts"), "utf8")).toBe(GUARD);
});
