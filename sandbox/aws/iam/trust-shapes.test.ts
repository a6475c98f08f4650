import { expect, test } from "vitest";
import shapes from "./cases/trust-shapes.json" with { type: "json" };
import { contextKeysOf } from "./context-keys-of.ts";
import { evaluateRoleAssumption } from "./evaluate-role-assumption.ts";
import { parsePolicy } from "./policy/parse-policy.ts";
import { callerOfRole } from "./testing/callers-and-policies.ts";

const ID = "sp-3f2b8c1e-9a4d-4e6f-8b7a-1c2d3e4f5a6b";
const RETIRED = "sp-77777777-1111-4222-8333-444444444444";
const PLACEHOLDERS: Readonly<Record<string, string>> = {
  "<id>": ID,
  "<retired>": RETIRED,
  "<first 8>": ID.slice(0, 8),
  "<first 12>": ID.slice(0, 12),
  "<last 4>": ID.slice(-4),
  "<all but last>": ID.slice(0, -1),
};
const changedAt = (index: number) => `${ID.slice(0, index)}${ID[index] === "0" ? "1" : "0"}${ID.slice(index + 1)}`;

const portal = callerOfRole("999999999999", "sallyport");
const second = callerOfRole("999999999999", "sallyport-second");
const outside = callerOfRole("111111111111", "sallyport-outside");

/** The probes that `caught` in trust-shapes.json refers to: who calls and which External ID is sent. */
const PROBES = {
  N: { caller: portal, externalId: undefined },
  D: { caller: portal, externalId: `${ID}.${ID}` },
  U: { caller: portal, externalId: ID.toUpperCase() },
  R: { caller: portal, externalId: "sp-01234567-89ab-4cde-8f01-23456789abcd" },
  T: { caller: portal, externalId: RETIRED },
  S: { caller: portal, externalId: `${ID}x` },
  P: { caller: portal, externalId: `x${ID}` },
  L: { caller: portal, externalId: changedAt(ID.length - 1) },
  M: { caller: portal, externalId: changedAt(20) },
  F: { caller: portal, externalId: changedAt(3) },
  CO: { caller: outside, externalId: ID },
  CS: { caller: second, externalId: undefined },
};

function decide(statements: unknown, { caller, externalId }: (typeof PROBES)[keyof typeof PROBES]) {
  const text = JSON.stringify({ Version: "2012-10-17", Statement: statements }).replace(
    /<[a-z0-9 ]+>/g,
    (placeholder) => PLACEHOLDERS[placeholder] ?? placeholder,
  );
  const role = { accountId: "222222222222", arn: "arn:aws:iam::222222222222:role/sallyport/reader", trust: parsePolicy(text, "trust") };
  const facts = { caller, region: "eu-central-1", sourceIp: "127.0.0.1", userAgent: "test", now: new Date() };
  const context = contextKeysOf(facts, { "sts:ExternalId": externalId, "sts:RoleSessionName": "sp-test" });
  return evaluateRoleAssumption({ caller, role, action: "sts:AssumeRole", context });
}

test("there are 28 weak policies, 6 secure ones and 4 that deny every caller", () => {
  expect(Object.groupBy(shapes, (shape) => shape.kind)).toMatchObject({
    bad: { length: 28 },
    good: { length: 6 },
    "locked-out": { length: 4 },
  });
});

test.each(shapes)("$kind: $name is detected by exactly the listed probes", ({ kind, statements, caught }) => {
  const allowed = Object.entries(PROBES).flatMap(([name, probe]) => (decide(statements, probe).decision === "Allowed" ? [name] : []));
  expect(allowed.sort()).toEqual(caught.toSorted());
  expect(decide(statements, { caller: portal, externalId: ID }).decision === "Allowed").toBe(kind !== "locked-out");
});

test("explains why each statement did not apply", () => {
  const sound = shapes.find((shape) => shape.name === "StringEquals, root");
  expect(decide(sound?.statements, PROBES.N).why).toEqual([
    "trust policy: Statement 1 (Allow): StringEquals sts:ExternalId did not match (the key is absent)",
    "caller's identity-based policy: Statement 1 (Allow): applies",
  ]);
});
