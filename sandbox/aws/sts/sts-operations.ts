import type { QueryCall } from "#sandbox/aws/protocol/aws-call.ts";
import type { XmlValue } from "#sandbox/aws/protocol/xml.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import { assumeRole } from "./assume-role.ts";

type Operation = (state: SandboxState, call: QueryCall) => XmlValue;

/** GetCallerIdentity, which needs no permission. */
function getCallerIdentity(_state: SandboxState, { caller }: QueryCall): XmlValue {
  return { Arn: caller.arn, UserId: caller.userId, Account: caller.accountId };
}

/** STS, API version 2011-06-15. */
export const stsOperations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ["AssumeRole", assumeRole],
  ["GetCallerIdentity", getCallerIdentity],
]);
