import { expect, test } from "vitest";
import { showsWeakness } from "./connection-status.ts";

const run = (finishedAt: number | null) => ({ verdict: "not-secure", reason: "schedule", finishedAt }) as const;

test("a run of an earlier quarantine, or one whose process ended early, does not show the cause of this quarantine", () => {
  expect(showsWeakness(run(99), 100)).toBe(false);
  expect(showsWeakness(run(null), 100)).toBe(false);
  expect(showsWeakness(run(100), 100)).toBe(true);
  expect(showsWeakness(run(99), null)).toBe(true);
});

test("neither does a run of another role, which was submitted, nor one with another verdict", () => {
  expect(showsWeakness({ ...run(100), reason: "submit" }, 100)).toBe(false);
  expect(showsWeakness({ ...run(100), reason: "recheck" }, 100)).toBe(true);
  for (const verdict of ["secure", "inconclusive", null] as const) expect(showsWeakness({ ...run(100), verdict }, 100)).toBe(false);
});
