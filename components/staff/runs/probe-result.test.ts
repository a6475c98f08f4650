import { expect, test } from "vitest";
import { probeResultStatus } from "./probe-result.ts";

test.each([
  ["Denied", "Allowed", "wrong"],
  ["Allowed", "Denied", "wrong"],
  ["Allowed", "Inconclusive", "no-answer"],
  ["Denied", "Inconclusive", "no-answer"],
  ["Either", "Inconclusive", "no-answer"],
  ["Allowed", "Allowed", "as-expected"],
  ["Denied", "Denied", "as-expected"],
  ["Either", "Allowed", "as-expected"],
  ["Either", "Denied", "as-expected"],
] as const)("expected %s, got %s: %s", (expected, got, status) => {
  expect(probeResultStatus({ expected, got })).toBe(status);
});
