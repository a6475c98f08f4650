import { expect, test } from "vitest";
import { pointerOf, pointerText, valueAt } from "./json-pointer.ts";

const FIELDS = { "a/b": { "c~d": [{ e: 7 }] }, plain: "x" };

test.each(["/missing", "/plain/length", "/constructor", "/plain/__proto__", "/a~1b/c~0d/1"])("there is no value at %s", (pointer) => {
  expect(valueAt(FIELDS, pointer)).toBeUndefined();
});

test("a value is found by its pointer, whatever characters its names contain", () => {
  const pointer = pointerOf(["a/b", "c~d", 0, "e"]);
  expect([pointer, valueAt(FIELDS, pointer), pointerText(pointer)]).toEqual(["/a~1b/c~0d/0/e", 7, "a/b.c~d[0].e"]);
  expect(valueAt(null, pointer)).toBeUndefined();
});
