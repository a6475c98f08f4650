import { expect, test } from "vitest";
import { arrangedAs, columnsIn } from "./linked-columns.ts";

const columns = ["a", "b", "c"].map((name, at) => ({ name, at, width: 100, hidden: name === "c", numeric: false, minutes: false }));
const shown = (linked: readonly string[]) => arrangedAs(linked, columns).map(({ name, hidden }) => (hidden ? `(${name})` : name));

test("columns of a URL that are invalid, or that the result doesn't have, change nothing", () => {
  for (const word of [undefined, "", "{", '"a"', "null", '{"a":1}', "[1,null]"]) expect(columnsIn(word)).toEqual([]);
  expect(columnsIn(JSON.stringify(Array.from({ length: 500 }, (_, n) => `f${n}`)))).toHaveLength(100);
  expect(shown(["x"])).toEqual(["a", "b", "(c)"]);
});

test("the columns that a link names come in its order and are visible, the others are hidden", () => {
  expect(shown(columnsIn('["c","x","a","c"]'))).toEqual(["c", "a", "(b)"]);
});
