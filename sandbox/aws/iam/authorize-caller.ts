import type { AwsCall } from "#sandbox/aws/protocol/aws-call.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import { contextKeysOf } from "./context-keys-of.ts";
import { permissionOf } from "./permission-of.ts";

/** Throws AWS's "is not authorized to perform" (under the code given) unless the caller's own policies allow the action. */
export function authorizeCaller(call: AwsCall<unknown>, action: string, resource: string, code: string, shown: string = resource): void {
  const { decision, withheldBy } = permissionOf(call.caller, { caller: call.caller, action, resource, context: contextKeysOf(call) });
  if (decision === "Allowed") return;
  const because =
    decision === "ExplicitlyDenied"
      ? `with an explicit deny in ${article(withheldBy)}`
      : `because no ${withheldBy ?? "identity-based policy"} allows the ${action} action`;
  throw new AwsError(code, `User: ${call.caller.arn} is not authorized to perform: ${action} on resource: ${shown} ${because}`, 403);
}

const article = (name = "identity-based policy") => (name.startsWith("i") ? `an ${name}` : `a ${name}`);
