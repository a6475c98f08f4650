import { expect, test } from "vitest";
import { filtersNamed, queryOfTokens, tokensOf } from "./filter-tokens.ts";

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

test("a search that is the word of a filter's value names that filter, whatever its case, and a short text names none", () => {
  const suspended = { value: "customer.suspended", label: "Customer suspended" };
  const event = { key: "event", label: "Event", options: [{ value: "role.verified", label: "Role verified" }, suspended] };
  const many = { key: "time", label: "Time", options: Array.from({ length: 9 }, (_, n) => ({ value: `${n}`, label: `Suspended ${n}` })) };
  expect(filtersNamed(" SUSPEND", [event])).toEqual([{ key: "event", value: "customer.suspended", label: "Event: Customer suspended" }]);
  expect(filtersNamed("suspend", [event, many])).toHaveLength(6);
  expect(filtersNamed("su", [event])).toEqual([]);
  expect(filtersNamed("acme", [event])).toEqual([]);
});
