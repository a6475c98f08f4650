import { z } from "zod";
import type { JsonCall } from "#sandbox/aws/protocol/aws-call.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import { authorizeLogs, parseInput } from "./read-request.ts";

const GroupName = z
  .string()
  .min(1)
  .max(512)
  .regex(/^[.\-_/#A-Za-z0-9]+$/, "Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+");
const StreamName = z
  .string()
  .min(1)
  .max(512)
  .regex(/^[^:*]*$/, "Member must satisfy regular expression pattern: [^:*]*");
const RETENTION_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

export function createLogGroup(state: SandboxState, call: JsonCall) {
  const Input = z.object({ logGroupName: GroupName, logGroupClass: z.enum(["STANDARD", "INFREQUENT_ACCESS"]).default("STANDARD") });
  const { logGroupName, logGroupClass } = parseInput(Input, call.input);
  state.logs.createGroup(authorizeLogs(state, call, logGroupName), { logGroupName, logGroupClass });
  return {};
}

export function createLogStream(state: SandboxState, call: JsonCall) {
  const { logGroupName, logStreamName } = parseInput(z.object({ logGroupName: GroupName, logStreamName: StreamName }), call.input);
  state.logs.createStream(authorizeLogs(state, call, logGroupName), logGroupName, logStreamName);
  return {};
}

export function deleteLogGroup(state: SandboxState, call: JsonCall) {
  const { logGroupName } = parseInput(z.object({ logGroupName: GroupName }), call.input);
  state.logs.deleteGroup(authorizeLogs(state, call, logGroupName), logGroupName);
  return {};
}

export function deleteLogStream(state: SandboxState, call: JsonCall) {
  const { logGroupName, logStreamName } = parseInput(z.object({ logGroupName: GroupName, logStreamName: StreamName }), call.input);
  state.logs.deleteStream(authorizeLogs(state, call, logGroupName, logStreamName), logGroupName, logStreamName);
  return {};
}

export function putRetentionPolicy(state: SandboxState, call: JsonCall) {
  const Input = z.object({
    logGroupName: GroupName,
    retentionInDays: z.number().refine((days) => RETENTION_DAYS.includes(days), "Member must be one of the allowed retentions"),
  });
  const { logGroupName, retentionInDays } = parseInput(Input, call.input);
  state.logs.setRetention(authorizeLogs(state, call, logGroupName), logGroupName, retentionInDays);
  return {};
}

export function deleteRetentionPolicy(state: SandboxState, call: JsonCall) {
  const { logGroupName } = parseInput(z.object({ logGroupName: GroupName }), call.input);
  state.logs.setRetention(authorizeLogs(state, call, logGroupName), logGroupName, undefined);
  return {};
}

/** Tags are accepted and not stored, because nothing in the sandbox reads them. */
export function tagResource() {
  return {};
}
