import type { Caller } from "#sandbox/aws/state/caller.ts";
import { evaluatePolicies } from "./evaluate-policy.ts";
import type { Evaluation, PolicyRequest } from "./policy-request.ts";

/** Which of the caller's policies withheld the permission, in the words of AWS's messages. */
type Withheld = "identity-based policy" | "permissions boundary" | "session policy";

export interface Permission extends Evaluation {
  readonly withheldBy?: Withheld;
}

/** What the caller's own side says: its identity policies, cut by its permissions boundary and by its session policy. */
export function permissionOf(caller: Caller, request: PolicyRequest): Permission {
  const layers: [Withheld, Parameters<typeof evaluatePolicies>[0]][] = [["identity-based policy", caller.identityPolicies]];
  if (caller.permissionsBoundary !== undefined) layers.push(["permissions boundary", [caller.permissionsBoundary]]);
  if (caller.sessionPolicy !== undefined) layers.push(["session policy", [caller.sessionPolicy]]);
  const why: string[] = [];
  let implicit: Withheld | undefined;
  let explicit: Withheld | undefined;
  for (const [name, policies] of layers) {
    const result = evaluatePolicies(policies, request);
    why.push(...(result.why.length === 0 ? [`${name}: there is none`] : result.why.map((line) => `${name}: ${line}`)));
    if (result.decision === "ExplicitlyDenied") explicit ??= name;
    if (result.decision === "ImplicitlyDenied") implicit ??= name;
  }
  if (explicit !== undefined) return { decision: "ExplicitlyDenied", why, withheldBy: explicit };
  return implicit === undefined ? { decision: "Allowed", why } : { decision: "ImplicitlyDenied", why, withheldBy: implicit };
}
