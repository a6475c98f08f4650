import { parsePolicy } from "#sandbox/aws/iam/parse-policy.ts";
import type { Policy } from "#sandbox/aws/iam/policy-document.ts";

/** A policy made of statements. For tests. */
export function policyOf(statements: readonly unknown[], kind: "trust" | "identity"): Policy {
  return parsePolicy(JSON.stringify({ Version: "2012-10-17", Statement: statements }), kind);
}
