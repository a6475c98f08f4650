import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { runProgram } from "#stack/run-program.ts";

const NOT_COPIED = new Set(["node_modules", ".next", ".data", ".git", "coverage", "test-results"]);

/** A copy of the tree that may be broken; `node_modules` is shared. */
export interface TreeCopy {
  readonly folder: string;
  remove(): void;
}

export function copyTree(): TreeCopy {
  const folder = mkdtempSync(join(tmpdir(), "sallyport-walls-"));
  cpSync(".", folder, { recursive: true, filter: (source) => !NOT_COPIED.has(basename(source)) });
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** What a run of tests came to; `failed` counts tests that ran and said no, never a file that could not be loaded. */
export interface TestsEnd {
  readonly passed: number;
  readonly failed: number;
  readonly output: string;
}

/** Runs test files of a tree. */
export async function runTests(
  folder: string,
  files: readonly string[],
  how: { readonly only?: string; readonly env?: Record<string, string> } = {},
): Promise<TestsEnd> {
  const report = join(folder, "walls-report.json");
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
 * Takes one wall away, runs the test that guards it, and puts the wall back. `survived` means that nothing noticed, or
 * that the wall is not where the list says.
 */
export async function removeControl({ folder }: TreeCopy, wall: CodeControl): Promise<"caught" | "survived"> {
  const file = join(folder, wall.file);
  const whole = readFileSync(file, "utf8");
  const without = whole.split(wall.from);
  if (without.length !== 2) return "survived";
  writeFileSync(file, without.join(wall.to));
  try {
    const { failed } = await runTests(folder, [wall.test], wall.only === undefined ? {} : { only: wall.only });
    return failed > 0 ? "caught" : "survived";
  } finally {
    writeFileSync(file, whole);
  }
}

/** A wall in the code: what is taken away (`from` stands once in the file), and the test file that must go red. */
export interface CodeControl {
  readonly title: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly test: string;
  /** A part of the tests' names, where the whole file would take long. */
  readonly only?: string;
}

/** What is taken away of one file, and in which tests it is noticed. */
type Row = readonly [title: string, from: string, to: string, only?: string];

export function controlsOf(file: string, test: string, rows: readonly Row[]): readonly CodeControl[] {
  return rows.map(([title, from, to, only]) => ({ title, file, from, to, test, ...(only !== undefined && { only }) }));
}
