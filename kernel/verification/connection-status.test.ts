import { expect, test } from "vitest";
import { endedInQuarantine } from "./connection-status.ts";

test("a run of an earlier quarantine, or one whose process ended early, does not show the cause of this quarantine", () => {
  expect(endedInQuarantine(99, 100)).toBe(false);
  expect(endedInQuarantine(null, 100)).toBe(false);
  expect(endedInQuarantine(100, 100)).toBe(true);
  expect(endedInQuarantine(99, null)).toBe(true);
});
