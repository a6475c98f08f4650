import { expect, test } from "vitest";
import { partSum } from "./part-sum.ts";

test("a part that ends without its sum, or with a status that contradicts it, counts as failed", () => {
  expect(partSum("guide", { code: 137, output: "3 passed (1 s)\nKilled\n" })).toEqual({
    passed: 0,
    failures: ["guide ended with status 137 and without a sum: Killed"],
  });
  expect(partSum("guide", { code: 1, output: "3 passed, 0 failed\n" })).toEqual({
    passed: 3,
    failures: ["guide ended with status 1 although nothing failed"],
  });
});

test("each failure is repeated, and one that was not named is counted too", () => {
  expect(partSum("npm test", { code: 1, output: "text\nfailed: a > b\n7 passed, 2 failed\n" })).toEqual({
    passed: 7,
    failures: ["a > b", "npm test: a failure without a name"],
  });
});

test("a part without failures has the counts of its last line", () => {
  expect(partSum("guide", { code: 0, output: "1 passed, 1 failed\n31 passed, 0 failed\nAll in 3 s.\n" })).toEqual({
    passed: 31,
    failures: [],
  });
});
