import { expect, test } from "vitest";
import { FIRST_QUERY, MOST_GROUPS, queryOfPattern, queryWords, readQueryAddress } from "./query-address.ts";

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

test("a page is the same after its URL was read", () => {
  const at = {
    region: "us-east-1",
    groups: ["/a", "/b#c"],
    range: { kind: "between", from: 1_700_000_000_000, to: 1_700_000_060_000 },
    text: "stats count(*) by bin(5m)\n| limit 5 # & *",
  } as const;
  const words = Object.fromEntries(new URLSearchParams(new URLSearchParams(queryWords(at)).toString()));
  expect(readQueryAddress(words, REGIONS)).toEqual(at);
});

test("a query that would make the URL too long is not part of it", () => {
  const at = { region: "us-east-1", groups: ["/a"], range: { kind: "last", minutes: 60 } } as const;
  expect(queryWords({ ...at, text: "x".repeat(6000) })).toHaveProperty("query");
  expect(queryWords({ ...at, text: " ".repeat(2001) })).not.toHaveProperty("query");
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
