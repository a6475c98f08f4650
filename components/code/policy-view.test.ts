import { expect, test } from "vitest";
import { conditionLines } from "./policy-view.tsx";

const policy = JSON.stringify(
  { Statement: [{ Effect: "Allow", Condition: { StringEquals: { "sts:ExternalId": "sp-1" } } }, { Effect: "Deny" }] },
  null,
  2,
);

test("only the lines inside a condition are highlighted", () => {
  const lines = policy.split("\n");
  const marked = [...conditionLines(policy)].map((number) => lines[number]?.trim());
  expect(marked).toEqual(['"StringEquals": {', '"sts:ExternalId": "sp-1"', "}"]);
});

test("a policy without a condition has no highlighted line", () => {
  expect(conditionLines('{\n  "Statement": []\n}').size).toBe(0);
});
