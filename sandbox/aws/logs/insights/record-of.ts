import type { LogEvent } from "#sandbox/aws/logs/events/event-source.ts";

/** The fields of an event in Logs Insights: `@…` fields, and the fields of a JSON message, with nested names joined by dots. */
export type InsightsRecord = ReadonlyMap<string, string | number>;

const MAX_FIELDS = 200;

export function recordOf(event: LogEvent, log: string, ptr: string): InsightsRecord {
  const record = new Map<string, string | number>([
    ["@timestamp", event.timestamp],
    ["@message", event.message],
    ["@logStream", event.logStreamName],
    ["@log", log],
    ["@ingestionTime", event.ingestionTime],
    ["@ptr", ptr],
  ]);
  if (event.message.startsWith("{")) {
    try {
      flatten(JSON.parse(event.message), "", record);
    } catch {
      // The message is not JSON, so it has no fields of its own.
    }
  }
  return record;
}

function flatten(value: unknown, name: string, record: Map<string, string | number>): void {
  if (record.size > MAX_FIELDS) return;
  if (typeof value === "object" && value !== null) {
    for (const [key, child] of Object.entries(value)) flatten(child, name === "" ? key : `${name}.${key}`, record);
  } else if (value !== null && value !== undefined && !name.startsWith("@")) {
    record.set(name, typeof value === "number" ? value : String(value));
  }
}
