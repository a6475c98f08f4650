import { expect, test } from "vitest";
import { policyOf } from "#sandbox/aws/iam/testing/callers-and-policies.ts";
import cases from "./cases/permissions.json" with { type: "json" };
import { contextKeysOf } from "./context-keys-of.ts";
import { permissionOf } from "./permission-of.ts";
import { callerOfRole } from "./testing/callers-and-policies.ts";

interface Case {
  readonly name: string;
  readonly identity: readonly unknown[];
  readonly session?: readonly unknown[];
  readonly boundary?: readonly unknown[];
  readonly action: string;
  readonly resource: string;
  readonly expected: string;
  readonly withheldBy?: string;
}
const table: readonly Case[] = cases;

test.each(table)("$name", ({ identity, session, boundary, action, resource, expected, withheldBy }) => {
  const caller = {
    ...callerOfRole("222222222222", "reader", identity),
    ...(session === undefined ? {} : { sessionPolicies: [policyOf(session, "identity")] }),
    ...(boundary === undefined ? {} : { permissionsBoundary: policyOf(boundary, "identity") }),
  };
  const context = contextKeysOf({ caller, region: "eu-central-1", sourceIp: "127.0.0.1", userAgent: "test", now: new Date() });
  const permission = permissionOf(caller, { caller, action, resource, context });
  expect([permission.decision, permission.withheldBy]).toEqual([expected, withheldBy]);
});
