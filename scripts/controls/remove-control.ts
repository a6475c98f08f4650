import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { runProgram } from "#stack/run-program.ts";

const NOT_COPIED = new Set(["node_modules", ".next", ".data", ".git", "coverage", "test-results"]);

/** A copy of the source tree that can be changed. It shares `node_modules` with this one. */
export interface TreeCopy {
  readonly folder: string;
  remove(): void;
}

export function copyTree(): TreeCopy {
  const folder = mkdtempSync(join(tmpdir(), "sallyport-controls-"));
  cpSync(".", folder, { recursive: true, filter: (source) => !NOT_COPIED.has(basename(source)) });
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The result of a test run. `failed` counts only tests that ran and failed, not files that could not be loaded. */
export interface TestsEnd {
  readonly passed: number;
  readonly failed: number;
  readonly output: string;
}

/** Runs test files of a source tree. `only` limits the run to tests whose name contains that text. */
export async function runTests(
  folder: string,
  files: readonly string[],
  how: { readonly only?: string; readonly env?: Record<string, string> } = {},
): Promise<TestsEnd> {
  const report = join(folder, "controls-report.json");
  rmSync(report, { force: true });
  const only = how.only === undefined ? [] : ["-t", how.only];
  const args = [
    "run",
    "--project=unit",
    "--project=services",
    ...files,
    ...only,
    "--reporter=dot",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ];
  const { output } = await runProgram(join(folder, "node_modules", ".bin", "vitest"), args, { cwd: folder, env: how.env ?? {} });
  try {
    const counts: { numPassedTests: number; numFailedTests: number } = JSON.parse(readFileSync(report, "utf8"));
    return { passed: counts.numPassedTests, failed: counts.numFailedTests, output };
  } catch {
    return { passed: 0, failed: 0, output };
  }
}

/**
 * Removes one control, runs its test file, and restores the control. Returns `survived` if no test failed, or if the file does not contain the
 * quoted code exactly once.
 */
export async function removeControl({ folder }: TreeCopy, control: CodeControl): Promise<"caught" | "survived"> {
  const file = join(folder, control.file);
  const original = readFileSync(file, "utf8");
  const parts = original.split(control.from);
  if (parts.length !== 2) return "survived";
  writeFileSync(file, parts.join(control.to));
  try {
    const { failed } = await runTests(folder, [control.test], control.only === undefined ? {} : { only: control.only });
    return failed > 0 ? "caught" : "survived";
  } finally {
    writeFileSync(file, original);
  }
}

/** A control in the code: `from` occurs once in the file; replacing it with `to` removes the control, and then `test` must fail. */
export interface CodeControl {
  readonly title: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly test: string;
  /** A part of the test names to run, if the whole test file would take long. */
  readonly only?: string;
}

/** One control of a file. */
type Row = readonly [title: string, from: string, to: string, only?: string];

export function controlsOf(file: string, test: string, rows: readonly Row[]): readonly CodeControl[] {
  return rows.map(([title, from, to, only]) => ({ title, file, from, to, test, ...(only !== undefined && { only }) }));
}
