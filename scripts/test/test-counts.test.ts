import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runProgram } from "#stack/run-program.ts";
import { playwrightCounts, vitestCounts } from "./test-counts.ts";

// Inside the project, so that the test files find vitest and Playwright.
let folder: string;
beforeAll(() => {
  mkdirSync(".data", { recursive: true });
  folder = mkdtempSync(resolve(".data/counts-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function runVitest(name: string, content: string) {
  const root = join(folder, name);
  mkdirSync(root);
  writeFileSync(join(root, "some.test.ts"), `import { expect, test } from "vitest";\n${content}`);
  writeFileSync(join(root, "vitest.config.mjs"), "export default {};");
  const report = join(root, "report.json");
  const args = ["run", "--root", root, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  return vitestCounts(report, await runProgram(resolve("node_modules/.bin/vitest"), args));
}

const file = (name: string) => join(folder, name, "some.test.ts").replace(`${process.cwd()}/`, "");

test("a failed and a skipped test of vitest count as failed, each with its name and reason", async () => {
  const counts = await runVitest(
    "failed",
    'test("good", () => {}); test("bad", () => expect(1).toBe(2)); test.skip("left out", () => {}); test.todo("later");',
  );
  expect(counts).toEqual({
    passed: 1,
    failures: [
      `${file("failed")} > bad: AssertionError: expected 1 to be 2 // Object.is equality`,
      `${file("failed")} > left out: skipped`,
      `${file("failed")} > later: todo`,
    ],
  });
});

test("a test file that does not load counts as failed", async () => {
  const counts = await runVitest("unloadable", 'throw new Error("not ready");');
  expect(counts).toEqual({ passed: 0, failures: [`${file("unloadable")} > the file: not ready`] });
});

test("an error outside of the tests of vitest counts as failed", async () => {
  const counts = await runVitest("outside", 'test("good", () => { void Promise.reject(new TypeError("nothing waits for this")); });');
  expect(counts).toEqual({ passed: 1, failures: ["vitest failed outside of its tests: TypeError: nothing waits for this"] });
});

test("a missing report counts as failed, with the first error of the output", () => {
  const missing = join(folder, "none.json");
  const broken = { code: 1, output: "\nStartup Error\nTypeError: no configuration\n" };
  expect(vitestCounts(missing, broken)).toEqual({ passed: 0, failures: ["vitest wrote no report: TypeError: no configuration"] });
  expect(playwrightCounts(missing, { code: 0, output: "" })).toEqual({ passed: 0, failures: ["Playwright wrote no report: exit code 0"] });
});

test("a failed, a skipped and a retried test of Playwright count as failed, each with its name and reason", async () => {
  const root = join(folder, "playwright");
  mkdirSync(root);
  writeFileSync(join(root, "playwright.config.ts"), "export default { retries: 1 };");
  writeFileSync(
    join(root, "some.spec.ts"),
    `import { expect, test } from "playwright/test";
test("good", () => {});
test.skip("left out", () => {});
test.describe("group", () => { test("bad", () => expect(1).toBe(2)); });
test("second time", ({}, { retry }) => expect(retry).toBe(1));
`,
  );
  const report = join(root, "report.json");
  const args = ["test", "--config", join(root, "playwright.config.ts"), "--reporter=json"];
  const ended = await runProgram(resolve("node_modules/.bin/playwright"), args, { env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report } });
  const { passed, failures } = playwrightCounts(report, ended);
  expect(passed).toBe(1);
  expect(failures.toSorted()).toEqual([
    "some.spec.ts:3 > left out: skipped",
    "some.spec.ts:4 > bad: Error: expect(received).toBe(expected) // Object.is equality",
    "some.spec.ts:5 > second time: Error: expect(received).toBe(expected) // Object.is equality",
  ]);
});
