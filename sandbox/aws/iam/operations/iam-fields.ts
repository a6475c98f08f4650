import { authorizeCaller } from "#sandbox/aws/iam/permission-of.ts";
import type { QueryCall } from "#sandbox/aws/protocol/aws-call.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";

/**
 * A required parameter of an operation.
 * @throws AwsError ValidationError when it is missing or empty
 */
export function requiredField(call: QueryCall, name: string): string {
  const value = call.input.get(name);
  if (value !== null && value !== "") return value;
  const member = name[0]?.toLowerCase() + name.slice(1);
  throw new AwsError(
    "ValidationError",
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
    400,
  );
}

/** `Tags.member.1.Key`, `Tags.member.1.Value`, … */
export function tagFields(call: QueryCall): ReadonlyMap<string, string> {
  const tags = new Map<string, string>();
  for (let i = 1; call.input.has(`Tags.member.${i}.Key`); i++)
    tags.set(call.input.get(`Tags.member.${i}.Key`) ?? "", call.input.get(`Tags.member.${i}.Value`) ?? "");
  return tags;
}

/**
 * The RoleName parameter, after checking that the caller is allowed to call the operation on that role of its account.
 * @throws AwsError AccessDenied
 */
export function authorizedRoleName(state: SandboxState, call: QueryCall, path?: string): string {
  const roleName = requiredField(call, "RoleName");
  const known = state.iam.listRoles(call.caller.accountId).find((role) => role.roleName.toLowerCase() === roleName.toLowerCase());
  const arn = known?.arn ?? `arn:${state.partition}:iam::${call.caller.accountId}:role${path ?? "/"}${roleName}`;
  authorizeCaller(call, `iam:${call.action}`, arn, "AccessDenied", `role ${known?.roleName ?? roleName}`);
  return roleName;
}
