import { safeJson } from "#kernel/safe-text.ts";
import type { LogEventView } from "#lib/logs/shared/log-view.ts";

/** An event as one JSON object, indented: where it was written, times as ISO 8601, the message exactly as AWS gave it, with what would act escaped. */
export function eventJson(logGroup: string, { id, at, ingestedAt, stream, message }: LogEventView): string {
  const event = {
    id,
    timestamp: new Date(at).toISOString(),
    ingestionTime: new Date(ingestedAt).toISOString(),
    logGroup,
    logStream: stream,
    message,
  };
  return safeJson(event, 2);
}
