import type { Caller } from "#sandbox/aws/state/caller.ts";
import { permissionOf } from "./permission-of.ts";
import { evaluatePolicies, evaluatePolicy } from "./policy/evaluate-policy.ts";
import type { Policy } from "./policy/policy-document.ts";
import type { ContextKeys, Evaluation, PolicyRequest } from "./policy/policy-request.ts";

export interface AssumptionRequest {
  readonly caller: Caller;
  readonly role: { readonly arn: string; readonly accountId: string; readonly trust: Policy };
  /** `sts:AssumeRole`, `sts:SetSourceIdentity` or `sts:TagSession`. */
  readonly action: string;
  readonly context: ContextKeys;
}

/**
 * Whether the caller can assume the role. Across accounts, the role's trust policy and the caller's policies must both allow
 * it. Within one account, a trust policy that names the caller is enough; one that names the account's root delegates the
 * decision to the caller's policies. Source: IAM user guide, "Policy evaluation logic".
 */
export function evaluateRoleAssumption({ caller, role, action, context }: AssumptionRequest): Evaluation {
  const request: PolicyRequest = { caller, action, resource: role.arn, context };
  const trust = evaluatePolicy(role.trust, request);
  const own = permissionOf(caller, request);
  const why = [...trust.why.map((line) => `trust policy: ${line}`), ...own.why.map((line) => `caller's ${line}`)];
  if (trust.decision === "ExplicitlyDenied" || own.decision === "ExplicitlyDenied") return { decision: "ExplicitlyDenied", why };
  if (trust.decision !== "Allowed") return { decision: "ImplicitlyDenied", why };
  if (own.decision === "Allowed") return { decision: "Allowed", why };
  const named = caller.accountId === role.accountId && trust.allowedVia === "direct";
  const capped = caller.sessionPolicies !== undefined && evaluatePolicies(caller.sessionPolicies, request).decision !== "Allowed";
  return { decision: named && !capped ? "Allowed" : "ImplicitlyDenied", why };
}
