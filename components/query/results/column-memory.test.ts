import { beforeEach, expect, test } from "vitest";
import { rememberColumns, rememberedColumns } from "./column-memory.ts";
import { columnsOf } from "./table-columns.ts";

let stored = new Map<string, string>();
const memory = { getItem: (key: string) => stored.get(key) ?? null, setItem: (key: string, value: string) => void stored.set(key, value) };
const columns = (...names: readonly string[]) => columnsOf({ columns: names, rows: [] });
const shape = (list: ReturnType<typeof columns>) => list.map(({ name, width, hidden }) => [name, width, hidden]);
beforeEach(() => {
  stored = new Map();
});

test("no name of a column is stored", () => {
  rememberColumns(memory, columns("secret.field", "other"));
  expect([...stored.values()].join()).not.toMatch(/secret|other/);
});

test.each(["nonsense", "{}", '[["x",[[0,1]]]]', '[1,null,["k",{}]]'])("what is stored as %s changes nothing", (text) => {
  stored.set("sallyport.query.columns", text);
  const list = columns("a", "b");
  expect(rememberedColumns(memory, list)).toBe(list);
  rememberColumns(memory, list);
  expect(shape(rememberedColumns(memory, list))).toEqual(shape(list));
});

test("a browser without storage keeps the columns as they are", () => {
  const blocked = {
    getItem: () => {
      throw new Error("blocked");
    },
    setItem: () => {
      throw new Error("blocked");
    },
  };
  const list = columns("a");
  rememberColumns(blocked, list);
  expect(rememberedColumns(blocked, list)).toBe(list);
});

test("order, width and visibility return for the same columns, whatever their order in the result, and for no others", () => {
  const [a, b] = columns("a", "b");
  if (a === undefined || b === undefined) throw new Error("no columns");
  rememberColumns(memory, [
    { ...b, width: 99, hidden: true },
    { ...a, width: 50 },
  ]);
  expect(shape(rememberedColumns(memory, columns("a", "b")))).toEqual([
    ["b", 99, true],
    ["a", 50, false],
  ]);
  expect(shape(rememberedColumns(memory, columns("b", "a")))[0]?.[0]).toBe("b");
  expect(shape(rememberedColumns(memory, columns("a", "c"))).map(([name]) => name)).toEqual(["a", "c"]);
});

test("at most 50 arrangements are kept, the newest ones", () => {
  for (let n = 0; n < 60; n++)
    rememberColumns(
      memory,
      columns(`c${n}`).map((each) => ({ ...each, width: 77 })),
    );
  expect(rememberedColumns(memory, columns("c59"))[0]?.width).toBe(77);
  expect(rememberedColumns(memory, columns("c9"))[0]?.width).not.toBe(77);
});
