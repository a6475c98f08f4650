import { expect, test } from "vitest";
import { MOST_GROUPS } from "#lib/logs/insights/shared/query-limits.ts";
import { readFragment } from "./links/query-fragment.ts";
import { FIRST_QUERY, queryHref, queryOfPattern, readQueryAddress } from "./query-address.ts";

const REGIONS = ["eu-central-1", "us-east-1"];

test("what a URL has too much of, or that is invalid, is left out", () => {
  const names = Array.from({ length: MOST_GROUPS + 5 }, (_, n) => `/g-${n}`);
  const at = readQueryAddress({ region: "mars-1", groups: ["", "a b", "/g-0", ...names].join("*"), range: "never" }, REGIONS);
  expect(at).toEqual({
    region: "eu-central-1",
    groups: names.slice(0, MOST_GROUPS),
    range: { kind: "last", minutes: 60 },
    text: FIRST_QUERY,
  });
});

test("a page is the same after its URL was read", async () => {
  const at = {
    region: "us-east-1",
    groups: ["/a", "/b#c"],
    range: { kind: "between", from: 1_700_000_000_000, to: 1_700_000_060_000 },
    text: "stats count(*) by bin(5m)\n| limit 5 # & *",
  } as const;
  const url = new URL(queryHref("c", at), "https://portal.example");
  const read = readQueryAddress(Object.fromEntries(url.searchParams), REGIONS);
  expect({ ...read, text: await readFragment(url.hash) }).toEqual(at);
});

test("no server sees the query of a page, however long it is", () => {
  const at = { region: "us-east-1", groups: ["/a"], range: { kind: "last", minutes: 60 } } as const;
  const url = new URL(queryHref("c", { ...at, text: "filter a = 'secret' ".repeat(400) }), "https://portal.example");
  expect(`${url.pathname}${url.search}`).toBe("/connections/c/query?region=us-east-1&groups=%2Fa&range=60m");
  expect(new URL(queryHref("c", { ...at, text: FIRST_QUERY }), url).hash).toBe("");
});

test("a link of an earlier release still shows its query", () => {
  expect(readQueryAddress({ query: "limit 5" }, REGIONS).text).toBe("limit 5");
});

test.each([
  ["", FIRST_QUERY],
  ["error", 'fields @timestamp, @message\n| filter @message like "error"\n| sort @timestamp desc\n| limit 100'],
  [
    '"a \\"b\\"" -retry',
    'fields @timestamp, @message\n| filter @message like "a \\"b\\"" and @message not like "retry"\n| sort @timestamp desc\n| limit 100',
  ],
  ['{ $.level = "error" }', `# { $.level = "error" }\n${FIRST_QUERY}`],
  ["?warn ?error", `# ?warn ?error\n${FIRST_QUERY}`],
])("the filter pattern %s is carried over", (pattern, query) => {
  expect(queryOfPattern(pattern)).toBe(query);
});
