import { expect, test } from "vitest";
import { doubledGroups, withoutDoubled } from "./doubled-groups.ts";

const chosen = (name: string, accountId: string, ...groups: readonly string[]) => ({
  name,
  accountId,
  place: { connectionId: name, region: "eu-central-1", groups },
});

test("the same log group of one account is named with both connections, and dropped from the later one only", () => {
  const both = [chosen("A", "222222222222", "/a", "/b"), chosen("B", "222222222222", "/b", "/c"), chosen("C", "333333333333", "/b")];
  expect(doubledGroups(both)).toEqual([{ accountId: "222222222222", region: "eu-central-1", groups: ["/b"], names: ["A", "B"] }]);
  expect(withoutDoubled(both).map(({ connectionId, groups }) => [connectionId, groups])).toEqual([
    ["A", ["/a", "/b"]],
    ["B", ["/c"]],
    ["C", ["/b"]],
  ]);
});

test("another Region, another account and an unknown connection are no doubles", () => {
  const places = [
    chosen("A", "222222222222", "/a"),
    { ...chosen("B", "222222222222"), place: { connectionId: "B", region: "us-east-1", groups: ["/a"] } },
    chosen("C", "", "/a"),
    chosen("D", "", "/a"),
  ];
  expect(doubledGroups(places)).toEqual([]);
  expect(withoutDoubled(places)).toEqual(places.map(({ place }) => place));
});

test("a connection of which nothing is left is not queried", () => {
  expect(withoutDoubled([chosen("A", "222222222222", "/a"), chosen("B", "222222222222", "/a")])).toHaveLength(1);
});
