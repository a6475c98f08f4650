import { expect, test } from "vitest";
import { policyOf } from "#sandbox/aws/iam/testing/callers-and-policies.ts";
import cases from "./cases/role-assumption.json" with { type: "json" };
import { contextKeysOf } from "./context-keys-of.ts";
import { evaluateRoleAssumption } from "./evaluate-role-assumption.ts";
import { callerOfRole } from "./testing/callers-and-policies.ts";

interface Case {
  readonly name: string;
  /** `partner`: the partner's role; `inside`: a role of the customer's own account. */
  readonly caller: string;
  readonly trust: readonly unknown[];
  /** The statements of the caller's policy; `sts:*` when absent. */
  readonly own?: readonly unknown[];
  readonly session?: readonly unknown[];
  readonly boundary?: readonly unknown[];
  readonly context?: Readonly<Record<string, string>>;
  readonly action?: string;
  readonly expected: string;
  /** One line of the explanation. */
  readonly why?: string;
}
const table: readonly Case[] = cases;

test.each(table)("$name", ({ caller: who, trust, own, session, boundary, context, action = "sts:AssumeRole", expected, why }) => {
  const [accountId, roleName] = who === "inside" ? (["222222222222", "inside"] as const) : (["999999999999", "sallyport"] as const);
  const caller = {
    ...callerOfRole(accountId, roleName, own),
    ...(session === undefined ? {} : { sessionPolicies: [policyOf(session, "identity")] }),
    ...(boundary === undefined ? {} : { permissionsBoundary: policyOf(boundary, "identity") }),
  };
  const role = { accountId: "222222222222", arn: "arn:aws:iam::222222222222:role/sallyport/reader", trust: policyOf(trust, "trust") };
  const facts = { caller, region: "eu-central-1", sourceIp: "127.0.0.1", userAgent: "test", now: new Date() };
  const keys = contextKeysOf(facts, { "sts:RoleSessionName": "sp-test", ...context });
  const result = evaluateRoleAssumption({ caller, role, action, context: keys });
  expect(result.decision).toBe(expected);
  if (why !== undefined) expect(result.why).toContain(why);
});
