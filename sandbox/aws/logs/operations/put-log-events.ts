import type { JsonCall } from "#sandbox/aws/protocol/aws-call.ts";
import type { SandboxState } from "#sandbox/aws/state/state.ts";
import type { LogsInput } from "./logs-input.ts";
import { authorizeLogs, invalidParameter } from "./read-request.ts";

type Events = NonNullable<LogsInput["logEvents"]>;

const MAX_BATCH_BYTES = 1_048_576;
const OVERHEAD_BYTES = 26;
const DAY_MS = 86_400_000;
const OLDEST_MS = 14 * DAY_MS;
const NEWEST_MS = 2 * 3_600_000;

/**
 * PutLogEvents: events of 24 hours, sorted by time, at most 1 MiB. Events older than 14 days or than the retention of the group, or
 * over 2 hours in the future, are rejected by index.
 */
export function putLogEvents(state: SandboxState, call: JsonCall, { logGroupName = "", logStreamName = "", logEvents = [] }: LogsInput) {
  const place = authorizeLogs(state, call, logGroupName, logStreamName);
  checkBatch(logEvents);
  const { retentionInDays } = state.logs.requireGroup(place, logGroupName);
  const now = call.now.getTime();
  const before = (time: number) => logEvents.filter((event) => event.timestamp < time).length;
  const tooOld = before(now - OLDEST_MS);
  const expired = retentionInDays === undefined ? 0 : before(now - retentionInDays * DAY_MS);
  const tooNew = before(now + NEWEST_MS + 1);
  const accepted = logEvents.slice(Math.max(tooOld, expired), tooNew);
  state.logs.putEvents(place, logGroupName, logStreamName, accepted);
  const rejectedLogEventsInfo = {
    ...(tooOld > 0 ? { tooOldLogEventEndIndex: tooOld } : {}),
    ...(expired > tooOld ? { expiredLogEventEndIndex: expired } : {}),
    ...(tooNew < logEvents.length ? { tooNewLogEventStartIndex: tooNew } : {}),
  };
  return { nextSequenceToken: String(now), ...(accepted.length === logEvents.length ? {} : { rejectedLogEventsInfo }) };
}

/** @throws AwsError InvalidParameterException for a batch that is too large, not sorted, or of more than 24 hours */
function checkBatch(events: Events): void {
  const size = events.reduce((sum, event) => sum + Buffer.byteLength(event.message) + OVERHEAD_BYTES, 0);
  if (size > MAX_BATCH_BYTES) throw invalidParameter(`Upload too large: ${size} bytes exceeds limit of ${MAX_BATCH_BYTES}`);
  const times = events.map((event) => event.timestamp);
  if (times.some((time, i) => time < (times[i - 1] ?? 0)))
    throw invalidParameter("Log events in a single PutLogEvents request must be in chronological order.");
  if ((times.at(-1) ?? 0) - (times[0] ?? 0) > DAY_MS)
    throw invalidParameter("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
}
