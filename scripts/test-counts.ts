import { existsSync, readFileSync } from "node:fs";

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** Counts of a vitest JSON report. A runner that failed without naming a failed test (a file that does not load) counts one. */
export function vitestCounts(file: string, code: number): Counts {
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const report: { numPassedTests: number; numFailedTests: number } = JSON.parse(readFileSync(file, "utf8"));
  return { passed: report.numPassedTests, failed: Math.max(report.numFailedTests, code === 0 ? 0 : 1) };
}

/** Counts of a Playwright JSON report; a test that passed only on a second try counts as failed. */
export function playwrightCounts(file: string, code: number): Counts {
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const { stats }: { stats: { expected: number; unexpected: number; flaky: number } } = JSON.parse(readFileSync(file, "utf8"));
  const failed = stats.unexpected + stats.flaky;
  return { passed: stats.expected, failed: Math.max(failed, code === 0 ? 0 : 1) };
}
