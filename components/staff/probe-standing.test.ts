import { expect, test } from "vitest";
import { probeStanding } from "./probe-standing.ts";

test.each([
  ["Refused", "Opened", "wrong"],
  ["Opens", "Refused", "wrong"],
  ["Opens", "No answer", "no-answer"],
  ["Refused", "No answer", "no-answer"],
  ["Either", "No answer", "no-answer"],
  ["Opens", "Opened", "as-expected"],
  ["Refused", "Refused", "as-expected"],
  ["Either", "Opened", "as-expected"],
  ["Either", "Refused", "as-expected"],
] as const)("expected %s, got %s: %s", (expected, got, standing) => {
  expect(probeStanding({ expected, got })).toBe(standing);
});
