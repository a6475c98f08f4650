import { z } from "zod";
import type { JsonCall } from "#sandbox/aws/protocol/aws-call.ts";
import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import { authorizeLogs, parseInput } from "./read-request.ts";

const Input = z.object({
  logGroupName: z.string(),
  logStreamName: z.string(),
  logEvents: z
    .array(z.object({ timestamp: z.number().int().min(0), message: z.string().min(1) }))
    .min(1)
    .max(10_000),
});
const MAX_BATCH_BYTES = 1_048_576;
const OVERHEAD_BYTES = 26;
const OLDEST_MS = 14 * 86_400_000;
const NEWEST_MS = 2 * 3_600_000;

/** PutLogEvents: events sorted by time, at most 1 MiB. Events older than 14 days or over 2 hours in the future are rejected by index. */
export function putLogEvents(state: SandboxState, call: JsonCall) {
  const { logGroupName, logStreamName, logEvents } = parseInput(Input, call.input);
  const place = authorizeLogs(state, call, logGroupName, logStreamName);
  const size = logEvents.reduce((sum, event) => sum + Buffer.byteLength(event.message) + OVERHEAD_BYTES, 0);
  if (size > MAX_BATCH_BYTES)
    throw new AwsError("InvalidParameterException", `Upload too large: ${size} bytes exceeds limit of ${MAX_BATCH_BYTES}`, 400);
  for (let i = 1; i < logEvents.length; i++) {
    if ((logEvents[i]?.timestamp ?? 0) < (logEvents[i - 1]?.timestamp ?? 0)) {
      throw new AwsError("InvalidParameterException", "Log events in a single PutLogEvents request must be in chronological order.", 400);
    }
  }
  const now = call.now.getTime();
  const tooOld = logEvents.filter((event) => event.timestamp < now - OLDEST_MS).length;
  const accepted = logEvents.filter((event) => event.timestamp >= now - OLDEST_MS && event.timestamp <= now + NEWEST_MS);
  state.logs.putEvents(place, logGroupName, logStreamName, accepted);
  const tooNew = tooOld + accepted.length;
  return {
    nextSequenceToken: String(now),
    ...(accepted.length === logEvents.length
      ? {}
      : {
          rejectedLogEventsInfo: {
            ...(tooOld > 0 ? { tooOldLogEventEndIndex: tooOld } : {}),
            ...(tooNew < logEvents.length ? { tooNewLogEventStartIndex: tooNew } : {}),
          },
        }),
  };
}
