import { existsSync, readFileSync } from "node:fs";

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/**
 * The counts in a vitest JSON report. A skipped test counts as failed. If vitest failed without a failed test, for example because a file does
 * not load, that counts as one failure.
 */
export function vitestCounts(file: string, code: number): Counts {
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const report: { numPassedTests: number; numFailedTests: number; numPendingTests: number; numTodoTests: number } = JSON.parse(
    readFileSync(file, "utf8"),
  );
  const failed = report.numFailedTests + report.numPendingTests + report.numTodoTests;
  return { passed: report.numPassedTests, failed: Math.max(failed, code === 0 ? 0 : 1) };
}

/** The counts in a Playwright JSON report. A test that was skipped, did not run, or passed only when it was retried counts as failed. */
export function playwrightCounts(file: string, code: number): Counts {
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const { stats }: { stats: { expected: number; unexpected: number; flaky: number; skipped: number } } = JSON.parse(
    readFileSync(file, "utf8"),
  );
  const failed = stats.unexpected + stats.flaky + stats.skipped;
  return { passed: stats.expected, failed: Math.max(failed, code === 0 ? 0 : 1) };
}
