import { authorizeCaller } from "#sandbox/aws/iam/authorize-caller.ts";
import type { JsonCall } from "#sandbox/aws/protocol/aws-call.ts";
import type { World } from "#sandbox/aws/state/state.ts";
import type { Place } from "./log-group-store.ts";

/**
 * May the caller do this to this group (and stream)? The resource asked for is
 * `arn:…:log-group:NAME:log-stream:STREAM`, both empty for operations on no group in particular.
 */
export function authorizeLogs(world: World, call: JsonCall, logGroupName = "", logStreamName = ""): Place {
  const place = { accountId: call.caller.accountId, region: call.region };
  const resource = `${world.logs.arnOf(place, logGroupName)}:log-stream:${logStreamName}`;
  authorizeCaller(call, `logs:${call.action}`, resource, "AccessDeniedException");
  return place;
}
