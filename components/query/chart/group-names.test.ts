import { expect, test } from "vitest";
import { distinctNames, groupNames } from "./group-names.ts";

test("groups that differ have names that differ, whatever their values are", () => {
  const groups = [
    ["a, b", "c"],
    ["a", "b, c"],
    ["a"],
    [null],
    ["(no value)"],
    [""],
    [" "],
    ["(empty)"],
    ["x  y"],
    ["x y"],
    ["a\u202eb"],
    ["a⟨U+202E⟩b"],
  ];
  const names = groupNames(groups);
  expect(new Set(names.map((name) => name.replace(/\s+/g, " "))).size).toBe(groups.length);
  expect(names.slice(0, 5)).toEqual(['"a, b", "c"', '"a", "b, c"', "a", "(no value)", '"(no value)"']);
});

test("a group without a twin keeps its plain name; missing and empty values have words", () => {
  expect(groupNames([["500"], [null, "eu"], ["", "eu"]])).toEqual(["500", "(no value), eu", "(empty), eu"]);
});

test("no group has the name of the sum of the others, and equal groups are numbered", () => {
  expect(groupNames([["3 others"], ["a"], ["a"]], ["3 others"])).toEqual(['"3 others"', '"a"', '"a" (2)']);
  expect(distinctNames(["a", "a (2)", "a"])).toEqual(["a", "a (2)", "a (3)"]);
});
