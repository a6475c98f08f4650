import { expect, test } from "vitest";
import { readLogsAddress } from "#components/logs/search/logs-address.ts";
import { MOST_PLACES } from "#lib/logs/insights/shared/cross-connection.ts";
import { type CrossPlace, crossHref, eventsHrefOf, FIRST_CROSS_QUERY, readCrossAddress, toggledGroup } from "./cross-address.ts";

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
const place = (n: number, groups: readonly string[] = ["/a"]): CrossPlace => ({ connectionId: id(n), region: "eu-central-1", groups });
const words = (href: string) => Object.fromEntries(new URL(href, "http://portal").searchParams);

test("what a URL has too much of, or that is invalid, is left out", () => {
  const many = Array.from({ length: MOST_PLACES + 3 }, (_, n) => `${id(n)}~eu-central-1~/a~b c~/a`);
  const at = readCrossAddress({ places: ["x~eu-central-1~/a", `${id(1)}~~/a`, `${id(1)}~us-east-1`, ...many].join("*"), range: "never" });
  expect(at.places).toEqual(Array.from({ length: MOST_PLACES }, (_, n) => place(n)));
  expect(at).toMatchObject({ range: { kind: "last", minutes: 60 }, text: FIRST_CROSS_QUERY });
});

test("a connection and Region that a URL names twice is one place, so that no event counts twice", () => {
  expect(readCrossAddress({ places: `${id(1)}~eu-central-1~/a*${id(1)}~eu-central-1~/a~/b` }).places).toEqual([place(1)]);
});

test("a page is the same after its URL was read", () => {
  const at = {
    places: [place(1, ["/a", "/b#c"]), { ...place(1), region: "us-east-1" }, place(2)],
    range: { kind: "between", from: 1_700_000_000_000, to: 1_700_000_060_000 },
    text: "stats count(*) by bin(5m)\n| limit 5 # & * ~",
  } as const;
  const { hash } = new URL(crossHref(at), "http://portal");
  expect({ ...readCrossAddress(words(crossHref(at))), text: decodeURIComponent(hash.replace("#query=", "")) }).toEqual(at);
});

test("the events of the chosen log groups are one click away, in all connections, as many as fit on their page", () => {
  const range = { kind: "last", minutes: 60 } as const;
  expect(eventsHrefOf({ range }, [])).toBe("/logs");
  const href = eventsHrefOf({ range }, [{ place: place(1, ["/a", "/b"]) }, { place: place(2, ["/c", "/d", "/e", "/f"]) }]);
  expect(href).toMatch(new RegExp(`^/connections/${id(1)}/logs`));
  expect(readLogsAddress(words(href), ["eu-central-1"])).toMatchObject({
    ...{ group: "/a", range },
    also: [
      { connectionId: id(1), group: "/b" },
      { connectionId: id(2), group: "/c" },
      { connectionId: id(2), group: "/d" },
      { connectionId: id(2), group: "/e" },
    ],
  });
});

test("no server gets the query with the URL, whatever its length", () => {
  const at = { places: [place(1)], range: { kind: "last", minutes: 60 } } as const;
  for (const text of ["filter email = 'a@example.com'", "x".repeat(10_000)]) {
    const url = new URL(crossHref({ ...at, text }), "http://portal");
    expect([url.searchParams.has("query"), url.search.length < 200, url.hash.length > 20]).toEqual([false, true, true]);
  }
});

test("a log group is added and removed; not more than AWS and the page can take", () => {
  expect(toggledGroup([], place(1), "/a")).toEqual([place(1)]);
  expect(toggledGroup([place(1)], place(1), "/b")).toEqual([place(1, ["/a", "/b"])]);
  expect(toggledGroup([place(1), place(2)], place(1), "/a")).toEqual([place(2)]);
  const full = Array.from({ length: MOST_PLACES }, (_, n) => place(n));
  expect(toggledGroup(full, place(99), "/a")).toBe(full);
  const fifty = [
    place(
      1,
      Array.from({ length: 50 }, (_, n) => `/${n}`),
    ),
  ];
  expect(toggledGroup(fifty, place(1), "/more")).toBe(fifty);
  expect(toggledGroup(fifty, place(1), "/7")[0]?.groups).toHaveLength(49);
});
