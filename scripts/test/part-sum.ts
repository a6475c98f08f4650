import type { ProgramEnd } from "#stack/run-program.ts";
import type { Counts } from "./test-counts.ts";

const SUM = /^(\d+) passed, (\d+) failed$/;

/**
 * The counts of a part of the tests that ran as a program: its sum is the line `N passed, N failed`, and each failure a line `failed: …`. A part that ends without that line, or whose exit status and lines contradict the sum, has one failure more.
 */
export function partSum(name: string, { code, output }: ProgramEnd): Counts {
  const lines = output.trim().split("\n");
  // The last such line, because the two streams of a program arrive in any order.
  const [, passed, failed] = SUM.exec(lines.findLast((line) => SUM.test(line)) ?? "") ?? [];
  if (passed === undefined) return { passed: 0, failures: [`${name} ended with status ${code} and without a sum: ${lines.at(-1) ?? ""}`] };
  const failures = lines.flatMap((line) => /^failed: (.+)$/.exec(line)?.[1] ?? []);
  const unnamed = Number(failed) - failures.length;
  const more = unnamed > 0 ? Array.from({ length: unnamed }, () => `${name}: a failure without a name`) : [];
  const contradicts = Number(failed) === 0 && code !== 0 ? [`${name} ended with status ${code} although nothing failed`] : [];
  return { passed: Number(passed), failures: [...failures, ...more, ...contradicts] };
}
