import { expect, test } from "vitest";
import { nearName } from "./near-name.ts";

const NAMES = ["fields", "filter", "limit", "min", "max", "sort", "stats"];

test.each([
  ["sum", "a short name may differ by one character only"],
  ["xyz", "nothing is near"],
  ["mix", "two names are equally near"],
  ["sort", "it is the name itself"],
  ["source", "it differs by three characters"],
  ["", "there is nothing"],
])("%j is not corrected: %s", (typed) => {
  expect(nearName(typed, NAMES)).toBeUndefined();
});

test.each([
  ["filtr", "filter"],
  ["FILTR", "filter"],
  ["fitler", "filter"],
  ["sotr", "sort"],
  ["feilds", "fields"],
  ["limits", "limit"],
  ["stat", "stats"],
])("%j was probably %s", (typed, name) => {
  expect(nearName(typed, NAMES)).toBe(name);
});
