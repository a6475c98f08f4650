import { expect, test } from "vitest";
import { type Found, foundInAll, foundText, MOST_SEARCHED, ofSearch } from "./found-groups.ts";

const found = (count: number, change: Partial<Found> = {}): Found => ({ search: "api", count, hasMore: false, failed: false, ...change });

test("folded lists say how many log groups a search found, and that some could not be read or were not searched", () => {
  expect([found(0), found(0, { hasMore: true }), found(3), found(50, { hasMore: true })].map(foundText)).toEqual([
    "none found",
    "none found yet",
    "3 found",
    "50 or more found",
  ]);
  expect(foundInAll([found(2)], 3)).toBe("2 log groups found so far. Searching…");
  expect(foundInAll([found(2), found(0), found(0, { failed: true })], 3)).toBe("2 log groups found. 1 list could not be read.");
  expect(
    foundInAll(
      Array.from({ length: MOST_SEARCHED }, () => found(1)),
      25,
    ),
  ).toBe("20 log groups found. Unfold the other 5 to search them.");
});

test("what an earlier search found is not said of another one", () => {
  expect([ofSearch(found(1), "api"), ofSearch(found(1), "web"), ofSearch(undefined, "web")]).toEqual([found(1), undefined, undefined]);
});
