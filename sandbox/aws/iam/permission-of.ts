import type { AwsCall } from "#sandbox/aws/protocol/aws-call.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import type { Caller } from "#sandbox/aws/state/caller.ts";
import { contextKeysOf } from "./context-keys-of.ts";
import { evaluatePolicies } from "./policy/evaluate-policy.ts";
import type { Evaluation, PolicyRequest } from "./policy/policy-request.ts";

/** The kind of policy that did not allow the action, as AWS's error messages call it. */
type Withheld = "identity-based policy" | "permissions boundary" | "session policy";

export interface Permission extends Evaluation {
  readonly withheldBy?: Withheld;
}

/** Whether the caller's identity policies, its permissions boundary and its session policy all allow the request. */
export function permissionOf(caller: Caller, request: PolicyRequest): Permission {
  const layers: [Withheld, Parameters<typeof evaluatePolicies>[0]][] = [["identity-based policy", caller.identityPolicies]];
  if (caller.permissionsBoundary !== undefined) layers.push(["permissions boundary", [caller.permissionsBoundary]]);
  if (caller.sessionPolicies !== undefined) layers.push(["session policy", caller.sessionPolicies]);
  const why: string[] = [];
  let implicit: Withheld | undefined;
  let explicit: Withheld | undefined;
  for (const [name, policies] of layers) {
    const result = evaluatePolicies(policies, request);
    why.push(...(result.why.length === 0 ? [`${name}: none`] : result.why.map((line) => `${name}: ${line}`)));
    if (result.decision === "ExplicitlyDenied") explicit ??= name;
    if (result.decision === "ImplicitlyDenied") implicit ??= name;
  }
  if (explicit !== undefined) return { decision: "ExplicitlyDenied", why, withheldBy: explicit };
  return implicit === undefined ? { decision: "Allowed", why } : { decision: "ImplicitlyDenied", why, withheldBy: implicit };
}

/**
 * Checks that the caller's own policies allow the action on the resource. The message names `resourceInMessage` as the
 * resource.
 * @throws AwsError with `code` and AWS's "is not authorized to perform" message
 */
export function authorizeCaller(
  call: AwsCall<unknown>,
  action: string,
  resource: string,
  code: string,
  resourceInMessage: string = resource,
): void {
  const { decision, withheldBy } = permissionOf(call.caller, { caller: call.caller, action, resource, context: contextKeysOf(call) });
  if (decision === "Allowed") return;
  const because =
    decision === "ExplicitlyDenied"
      ? `with an explicit deny in ${article(withheldBy)}`
      : `because no ${withheldBy ?? "identity-based policy"} allows the ${action} action`;
  throw new AwsError(
    code,
    `User: ${call.caller.arn} is not authorized to perform: ${action} on resource: ${resourceInMessage} ${because}`,
    403,
  );
}

const article = (name = "identity-based policy") => (name.startsWith("i") ? `an ${name}` : `a ${name}`);
