import { authorizeCaller } from "#sandbox/aws/iam/permission-of.ts";
import type { QueryCall } from "#sandbox/aws/protocol/aws-call.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import type { IamInput, Tag } from "./iam-input.ts";

/**
 * The name and account of a role, after checking that the caller is allowed to call the operation on it.
 * @throws AwsError AccessDenied
 */
export function authorizedRole(state: SandboxState, call: QueryCall, { RoleName = "", Path = "/" }: IamInput): [string, string] {
  const { accountId } = call.caller;
  const known = state.iam.listRoles(accountId).find((role) => role.roleName.toLowerCase() === RoleName.toLowerCase());
  const arn = known?.arn ?? `arn:${state.partition}:iam::${accountId}:role${Path}${RoleName}`;
  authorizeCaller(call, `iam:${call.action}`, arn, "AccessDenied", `role ${known?.roleName ?? RoleName}`);
  return [accountId, RoleName];
}

/**
 * The ARN of a managed policy, after checking that the caller is allowed to call the operation on it.
 * @throws AwsError ValidationError for text that is not an ARN, or AccessDenied
 */
export function authorizedPolicy(call: QueryCall, { PolicyArn = "" }: IamInput): string {
  requireArn(PolicyArn);
  authorizeCaller(call, `iam:${call.action}`, PolicyArn, "AccessDenied", `policy ${PolicyArn}`);
  return PolicyArn;
}

/** @throws AwsError ValidationError */
export function requireArn(arn: string): void {
  if (!arn.startsWith("arn:")) throw new AwsError("ValidationError", `ARN ${arn} is not valid.`, 400);
}

/**
 * The tags as a map. Keys of roles are compared without regard to case, keys of policies with it.
 * @throws AwsError InvalidInput for a key that is given twice
 */
export function tagMap(tags: readonly Tag[] = [], keys: "any case" | "exact"): ReadonlyMap<string, string> {
  const compared = tags.map(({ Key }) => (keys === "any case" ? Key.toLowerCase() : Key));
  if (new Set(compared).size < tags.length) {
    const note = keys === "any case" ? " Please note that Tag keys are case insensitive." : "";
    throw new AwsError("InvalidInput", `Duplicate tag keys found.${note}`, 400);
  }
  return new Map(tags.map(({ Key, Value }) => [Key, Value]));
}

/** Tags in an answer, in the order of their keys. */
export function tagList(tags: ReadonlyMap<string, string>): Tag[] {
  return [...tags].sort(([a], [b]) => (a < b ? -1 : 1)).map(([Key, Value]) => ({ Key, Value }));
}
