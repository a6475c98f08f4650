import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { forgetRecentPlaces, recentPlaces, rememberPlace } from "./recent-places.ts";

const idOf = (n: number) => `01890a5d-ac96-774b-bcce-b302099a80${String(n).padStart(2, "0")}`;
let stored: Record<string, string>;

/** `localStorage` has its keys as properties and its methods hidden. */
beforeEach(() => {
  stored = {};
  const methods = {
    getItem: (key: string) => stored[key] ?? null,
    setItem: (key: string, value: string) => Object.assign(stored, { [key]: value }),
    removeItem: (key: string) => void delete stored[key],
  };
  vi.stubGlobal("localStorage", new Proxy(stored, { get: (_, key) => methods[key as keyof typeof methods] ?? stored[String(key)] }));
});
afterEach(() => void vi.unstubAllGlobals());

test("signing out forgets the places of all customers, and nothing else", () => {
  rememberPlace("customer", { kind: "connection", id: idOf(1) });
  rememberPlace("staff", { kind: "customer", id: idOf(2) });
  stored["other"] = "kept";
  forgetRecentPlaces();
  expect(stored).toEqual({ other: "kept" });
});

test("only kinds and IDs are stored", () => {
  rememberPlace("staff", { kind: "customer", id: idOf(1), text: "Acme" } as never);
  expect(stored).toEqual({ "sallyport.palette.staff": `[["customer","${idOf(1)}"]]` });
});

test("what is stored by another version or changed is left out", () => {
  const good = ["connection", idOf(1)];
  stored["sallyport.palette.staff"] = JSON.stringify([good, ["page", idOf(2)], ["connection", "<b>"], "x", null, [1, 2]]);
  expect(recentPlaces("staff")).toEqual([{ kind: "connection", id: idOf(1) }]);
  for (const broken of ["{", "7", "null", '{"a":1}']) {
    stored["sallyport.palette.staff"] = broken;
    expect(recentPlaces("staff")).toEqual([]);
  }
});

test("the latest is first, each is there once, and at most eight are remembered, apart for each customer", () => {
  for (let n = 1; n <= 10; n++) rememberPlace("a", { kind: "connection", id: idOf(n) });
  rememberPlace("a", { kind: "connection", id: idOf(5) });
  expect(recentPlaces("a").map(({ id }) => id)).toEqual([5, 10, 9, 8, 7, 6, 4, 3].map(idOf));
  expect(recentPlaces("b")).toEqual([]);
});

test("without browser storage nothing is remembered and nothing fails", () => {
  vi.stubGlobal("localStorage", undefined);
  rememberPlace("a", { kind: "connection", id: idOf(1) });
  forgetRecentPlaces();
  expect(recentPlaces("a")).toEqual([]);
});
