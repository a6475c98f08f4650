import type { LogEventView } from "#lib/logs/log-view.ts";

/** Saves the events at hand as NDJSON: one JSON object a line, times as ISO 8601, the message exactly as AWS gave it. */
export function saveEvents(events: readonly LogEventView[], logGroup: string): void {
  const lines = events.map(({ at, ingestedAt, stream, message }) =>
    JSON.stringify({
      timestamp: new Date(at).toISOString(),
      ingestionTime: new Date(ingestedAt).toISOString(),
      logGroup,
      logStream: stream,
      message,
    }),
  );
  const url = URL.createObjectURL(new Blob([`${lines.join("\n")}\n`], { type: "application/x-ndjson" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `log-events-${new Date().toISOString().slice(0, 19).replaceAll(":", "-")}.ndjson`;
  link.click();
  URL.revokeObjectURL(url);
}
