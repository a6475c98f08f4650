import { expect, test } from "vitest";
import { queryOfTokens, tokensOf } from "./filter-tokens.ts";

test("the tokens of a query are read back as the same query", () => {
  const query = { search: "acme", filters: { status: ["quarantined", "draft"], region: ["eu-central-1"] } };
  expect(queryOfTokens(tokensOf(query))).toEqual(query);
  expect(tokensOf({ search: "", filters: {} }).tokens).toEqual([]);
});

test("two tokens of one filter are one filter, the last text is the search, and an empty token is none", () => {
  const tokens = [
    { propertyKey: "status", operator: "=", value: ["draft"] },
    { propertyKey: "status", operator: "=", value: "connected" },
    { propertyKey: "region", operator: "=", value: [] },
    { operator: ":", value: "first" },
    { operator: ":", value: "second" },
  ];
  expect(queryOfTokens({ tokens })).toEqual({ search: "second", filters: { status: ["draft", "connected"] } });
});
