import { expect, test } from "vitest";
import { dollarsText } from "./dollars-text.ts";

test("a small amount is never shown as nothing, and nothing is not shown as an amount", () => {
  expect([0, 0.000_000_4, 0.000_95, 0.0095].map(dollarsText)).toEqual(["$0", "$0.00000040", "$0.00095", "$0.0095"]);
  expect(dollarsText(0.000_000_000_25)).toBe("less than $0.00000001");
});

test("amounts of a dollar and more have cents, smaller ones two digits that count", () => {
  expect([0.41, 0.999, 0.994, 1, 8.256, 1234.5].map(dollarsText)).toEqual(["$0.41", "$1.00", "$0.99", "$1.00", "$8.26", "$1,234.50"]);
});
