import { type EventSource, type LogEvent, timeOfEventId } from "./event-source.ts";
import type { GeneratedEvents } from "./generated-events.ts";
import { StoredEvents } from "./stored-events.ts";

export type LogGroupClass = "STANDARD" | "INFREQUENT_ACCESS";

export interface LogStream {
  readonly logStreamName: string;
  readonly creationTime: number;
  lastIngestionTime: number | undefined;
}

/** A log group: streams, ingested events and, in seeded groups, events that are computed. */
export class LogGroup {
  readonly logGroupName: string;
  /** `arn:aws:logs:REGION:ACCOUNT:log-group:NAME`, without `:*`. */
  readonly arn: string;
  readonly creationTime: number;
  readonly logGroupClass: LogGroupClass;
  readonly streams = new Map<string, LogStream>();
  readonly stored = new StoredEvents();
  readonly generated: GeneratedEvents | undefined;
  retentionInDays: number | undefined;

  constructor(init: {
    logGroupName: string;
    arn: string;
    creationTime: number;
    logGroupClass?: LogGroupClass;
    generated?: GeneratedEvents;
  }) {
    this.logGroupName = init.logGroupName;
    this.arn = init.arn;
    this.creationTime = init.creationTime;
    this.logGroupClass = init.logGroupClass ?? "STANDARD";
    this.generated = init.generated;
    for (const logStreamName of init.generated?.streams ?? []) this.addStream(logStreamName, init.creationTime);
  }

  addStream(logStreamName: string, creationTime: number): void {
    this.streams.set(logStreamName, { logStreamName, creationTime, lastIngestionTime: undefined });
  }

  /** Events in order of time, from a time on or after an event. */
  *forward(from: { readonly time: number } | { readonly after: string }, now: number): Generator<LogEvent> {
    const time = "time" in from ? from.time : timeOfEventId(from.after);
    const cursors = this.#sources().map((source) => {
      const { first, end } = source.bounds(now);
      return { source, end, at: Math.max(first, Math.min(end, source.seek(time))) };
    });
    for (;;) {
      const next = first(
        cursors.map((cursor) => (cursor.at < cursor.end ? { cursor, event: cursor.source.at(cursor.at) } : undefined)),
        -1,
      );
      if (next === undefined) return;
      next.cursor.at++;
      if (!("after" in from) || next.event.eventId > from.after) yield next.event;
    }
  }

  /** Events in reverse order, from a time (inclusive) down or before an event. */
  *backward(from: { readonly time: number } | { readonly before: string }, now: number): Generator<LogEvent> {
    const time = "time" in from ? from.time : timeOfEventId(from.before);
    const cursors = this.#sources().map((source) => {
      const bounds = source.bounds(now);
      return { source, first: bounds.first, at: Math.max(bounds.first, Math.min(bounds.end, source.seek(time + 1))) - 1 };
    });
    for (;;) {
      const next = first(
        cursors.map((cursor) => (cursor.at >= cursor.first ? { cursor, event: cursor.source.at(cursor.at) } : undefined)),
        1,
      );
      if (next === undefined) return;
      next.cursor.at--;
      if (!("before" in from) || next.event.eventId < from.before) yield next.event;
    }
  }

  /** Whether an event was ingested rather than computed: the digit of its source in the id. */
  isStored(event: LogEvent): boolean {
    return event.eventId[17] === "1";
  }

  #sources(): EventSource[] {
    return this.generated === undefined ? [this.stored] : [this.generated, this.stored];
  }
}

/** The candidate whose event comes first in the direction walked: smallest id (-1) or greatest (1). */
function first<C>(
  candidates: readonly ({ cursor: C; event: LogEvent } | undefined)[],
  direction: -1 | 1,
): { cursor: C; event: LogEvent } | undefined {
  let best: { cursor: C; event: LogEvent } | undefined;
  for (const each of candidates) {
    if (each !== undefined && (best === undefined || each.event.eventId < best.event.eventId === direction < 0)) best = each;
  }
  return best;
}
