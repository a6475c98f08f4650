import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative, resolve } from "node:path";
import { runProgram } from "#stack/run-program.ts";
import type { Mutant } from "./make-mutant.ts";

const NOT_COPIED = new Set(["node_modules", ".next", "dist", ".data", ".git", "coverage", "test-results"]);

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
  /** The test files in which a test failed, or that could not be loaded. */
  readonly failedFiles: readonly string[];
  readonly output: string;
}

/** What vitest's JSON report contains, as far as it is read. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly name: string; readonly status: string }[];
}

interface How {
  /** Limits the run to tests whose name contains that text. */
  readonly only?: string | undefined;
  /** Whether the run ends after the first failing test. */
  readonly untilFailure?: boolean;
  readonly env?: Record<string, string>;
}

/** Milliseconds after which a test counts as failed. Those of the controls take seconds, and one that waits in vain has noticed the removal. */
const PATIENCE_MS = "40000";

/** Runs test files of a source tree. */
export async function runTests(folder: string, files: readonly string[], how: How = {}): Promise<TestsEnd> {
  const report = join(folder, "controls-report.json");
  rmSync(report, { force: true });
  const args = [
    "run",
    "--project=unit",
    "--project=services*",
    ...files,
    ...(how.only === undefined ? [] : ["-t", how.only.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")]),
    ...(how.untilFailure === true ? ["--bail=1"] : []),
    "--reporter=dot",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ];
  const { output } = await runProgram(join(folder, "node_modules", ".bin", "vitest"), args, {
    cwd: folder,
    env: { TEST_PATIENCE_MS: PATIENCE_MS, ...how.env },
  });
  try {
    const { numPassedTests: passed, numFailedTests: failed, testResults }: Report = JSON.parse(readFileSync(report, "utf8"));
    const failedFiles = testResults.filter(({ status }) => status === "failed").map(({ name }) => relative(realpathSync(folder), name));
    return { passed, failed, failedFiles, output };
  } catch {
    return { passed: 0, failed: 0, failedFiles: files, output };
  }
}

/** Whether a test noticed that a control is missing. `not-run`: no test ran, which shows nothing. */
export type RemovalEnd = "noticed" | "unnoticed" | "not-run";

/** Writes the mutant into the copy, runs its test file, and restores the files. Only a test that ran and failed has noticed it. */
export async function removeControl({ folder }: TreeCopy, mutant: Mutant, only?: string): Promise<RemovalEnd> {
  const originals = [...mutant.files.keys()].map((file) => [join(folder, file), readFileSync(join(folder, file), "utf8")] as const);
  for (const [file, text] of mutant.files) writeFileSync(join(folder, file), text);
  try {
    const { passed, failed } = await runTests(folder, [mutant.test], { only, untilFailure: true });
    if (failed > 0) return "noticed";
    return passed > 0 ? "unnoticed" : "not-run";
  } finally {
    for (const [file, text] of originals) writeFileSync(file, text);
  }
}
