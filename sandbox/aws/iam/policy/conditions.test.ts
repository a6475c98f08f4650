import { expect, test } from "vitest";
import cases from "#sandbox/aws/iam/cases/conditions.json" with { type: "json" };
import { callerOfRole } from "#sandbox/aws/iam/testing/callers-and-policies.ts";
import { conditionOperators } from "./condition-operators.ts";
import { evaluateCondition } from "./evaluate-condition.ts";
import { evaluatePolicy } from "./evaluate-policy.ts";
import { parsePolicy } from "./parse-policy.ts";
import { parseConditions } from "./parse-statement.ts";

interface Case {
  readonly name: string;
  readonly condition: Record<string, Record<string, unknown>>;
  readonly context: Record<string, string | string[] | undefined>;
  readonly expected: string;
  readonly why?: string;
}
const table: readonly Case[] = cases;

test.each(table)("$name", ({ condition, context, expected, why }) => {
  const statement = { Effect: "Allow", Principal: "*", Action: "sts:AssumeRole", Condition: condition };
  const policy = parsePolicy(JSON.stringify({ Version: "2012-10-17", Statement: statement }), "trust");
  const keys = new Map(
    Object.entries(context).flatMap(([key, value]) => (value === undefined ? [] : [[key.toLowerCase(), [value].flat()] as const])),
  );
  const result = evaluatePolicy(policy, {
    caller: callerOfRole("999999999999", "sallyport"),
    action: "sts:AssumeRole",
    resource: "arn:aws:iam::222222222222:role/x",
    context: keys,
  });
  expect(result.decision).toBe(expected);
  if (why !== undefined) expect(result.why).toEqual([`Statement 1 (Allow): ${why}`]);
});

test("every operator has a case that holds and one that fails", () => {
  for (const operator of [...conditionOperators.keys(), "Null"]) {
    const about = table.filter((each) => Object.keys(each.condition).includes(operator));
    expect([operator, about.some((each) => each.expected === "Allowed"), about.some((each) => each.expected !== "Allowed")]).toEqual([
      operator,
      true,
      true,
    ]);
  }
});

test("an unknown operator never holds", () => {
  const [known] = parseConditions({ StringEquals: { "sts:ExternalId": "abc" } });
  if (known === undefined) throw new Error("no condition");
  const context = new Map([["sts:externalid", ["abc"]]]);
  expect(evaluateCondition(known, "2012-10-17", context)).toBeUndefined();
  const unknown = { ...known, operator: "StringIs", written: "StringIs" };
  expect(evaluateCondition(unknown, "2012-10-17", context)).toBe("StringIs is not an operator");
});

test("version 2008-10-17 has no policy variables", () => {
  const statement = {
    Effect: "Allow",
    Action: "sts:*",
    Resource: "*",
    Condition: { StringEquals: { "sts:ExternalId": `\${sts:ExternalId}` } },
  };
  const policy = parsePolicy(JSON.stringify({ Statement: statement }), "identity");
  const decisionFor = (id: string) =>
    evaluatePolicy(policy, {
      caller: callerOfRole("999999999999", "sallyport"),
      action: "sts:AssumeRole",
      resource: "*",
      context: new Map([["sts:externalid", [id]]]),
    }).decision;
  expect(decisionFor("abc")).toBe("ImplicitlyDenied");
  expect(decisionFor(`\${sts:ExternalId}`)).toBe("Allowed");
});
