import { afterEach, expect, test, vi } from "vitest";
import { type FragmentStorage, forgetFragment, keepFragment, takeFragment, takeKept, writeKept } from "./kept-fragment.ts";

const PAGE = "/connections/1/query?range=60m";
const MINUTE = 60_000;

function memory(): FragmentStorage & { readonly values: Map<string, string> } {
  const values = new Map<string, string>();
  return {
    values,
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
}

afterEach(() => void vi.unstubAllGlobals());

/** A browser at an address. Returns what the tab and what the browser keep. */
function browserAt(path: string) {
  const [sessionStorage, localStorage] = [memory(), memory()];
  const open = (to: string) => vi.stubGlobal("window", { sessionStorage, localStorage, location: new URL(to, "https://portal.example") });
  open(path);
  return { open, kept: [sessionStorage.values, localStorage.values] };
}

test("an emailed link returns to the page with its fragment, and says that it had one only where sign-in returns to so long a path", () => {
  const longest = "/connections/1/query?groups=".padEnd(2000, "x");
  for (const [path, returns] of [
    [longest.slice(0, 1983), `${longest.slice(0, 1983)}&fragment=awaited`],
    [longest.slice(0, 1984), longest.slice(0, 1984)],
    [longest, longest],
  ] as const) {
    const { open } = browserAt(`/sign-in#query=limit%201`);
    expect(keepFragment(path, "email")).toBe(returns);
    open(returns);
    expect(takeFragment()).toEqual({ kind: "kept", fragment: "#query=limit%201" });
  }
});

test("signing out forgets a fragment that no page has used", () => {
  for (const by of ["email", "single-sign-on"] as const) {
    const { kept } = browserAt("/sign-in#query=limit%201");
    keepFragment(PAGE, by);
    expect(kept.some(({ size }) => size > 0)).toBe(true);
    forgetFragment();
    expect(kept.map(({ size }) => size)).toEqual([0, 0]);
  }
});

test("a fragment is not given to another page, and stays for its own", () => {
  const storage = memory();
  writeKept(storage, [PAGE, "#query=limit%201", 0]);
  expect(takeKept(storage, "/connections/2/query?range=60m", MINUTE)).toBeNull();
  expect(takeKept(storage, null, MINUTE)).toBeNull();
  expect(takeKept(storage, PAGE, MINUTE)).toBe("#query=limit%201");
});

test("a fragment is taken once", () => {
  const storage = memory();
  writeKept(storage, [PAGE, "#query=limit%201", 0]);
  takeKept(storage, PAGE, 1);
  expect([takeKept(storage, PAGE, 2), storage.values.size]).toEqual([null, 0]);
});

test("a fragment that is older than an emailed link is removed by any page, and given to none", () => {
  for (const page of [PAGE, null]) {
    const storage = memory();
    writeKept(storage, [PAGE, "#query=limit%201", 0]);
    expect([takeKept(storage, page, 13 * MINUTE), storage.values.size]).toEqual([null, 0]);
  }
});

test("what somebody else wrote into the storage, or a clock that was set back, gives nothing and is removed", () => {
  for (const stored of ["{", "null", "[1,2,3]", '["/a","#b"]', JSON.stringify([PAGE, "#query=x", 10 * MINUTE])]) {
    const storage = memory();
    storage.setItem("sallyport.fragment", stored);
    expect([takeKept(storage, PAGE, MINUTE), storage.values.size], stored).toEqual([null, 0]);
  }
});

test("a fragment that is longer than any query is not kept, and a browser without storage keeps none", () => {
  const storage = memory();
  writeKept(storage, [PAGE, "#".padEnd(100_001, "x"), 0]);
  expect(storage.values.size).toBe(0);
  writeKept(null, [PAGE, "#a", 0]);
  expect(takeKept(null, PAGE, 0)).toBeNull();
});
