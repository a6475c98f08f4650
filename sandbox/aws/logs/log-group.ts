import { type EventSource, type LogEvent, timeOfEventId } from "./events/event-source.ts";
import type { GeneratedEvents } from "./events/generated-events.ts";
import { StoredEvents } from "./events/stored-events.ts";

export type LogGroupClass = "STANDARD" | "INFREQUENT_ACCESS" | "DELIVERY" | "ESSENTIALS";

export interface LogStream {
  readonly logStreamName: string;
  readonly creationTime: number;
  lastIngestionTime: number | undefined;
}

/** A log group: its streams, the ingested events and, in seeded groups, the generated events. */
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
  deletionProtectionEnabled: boolean;
  tags: Readonly<Record<string, string>>;

  constructor(init: {
    logGroupName: string;
    arn: string;
    creationTime: number;
    logGroupClass?: LogGroupClass;
    generated?: GeneratedEvents;
    deletionProtectionEnabled?: boolean;
    tags?: Readonly<Record<string, string>>;
  }) {
    this.logGroupName = init.logGroupName;
    this.arn = init.arn;
    this.creationTime = init.creationTime;
    this.logGroupClass = init.logGroupClass ?? "STANDARD";
    this.generated = init.generated;
    this.deletionProtectionEnabled = init.deletionProtectionEnabled ?? false;
    this.tags = init.tags ?? {};
    for (const logStreamName of init.generated?.streams ?? []) this.addStream(logStreamName, init.creationTime);
  }

  addStream(logStreamName: string, creationTime: number): void {
    this.streams.set(logStreamName, { logStreamName, creationTime, lastIngestionTime: undefined });
  }

  /** Events in ascending order, from a time (milliseconds, inclusive) or after an event ID. */
  *forward(from: { readonly time: number } | { readonly after: string }, now: number): Generator<LogEvent> {
    const time = "time" in from ? from.time : timeOfEventId(from.after);
    for (const event of this.#merged(time, now, 1)) {
      if (!("after" in from) || event.eventId > from.after) yield event;
    }
  }

  /** Events in descending order, from a time (milliseconds, inclusive) or before an event ID. */
  *backward(from: { readonly time: number } | { readonly before: string }, now: number): Generator<LogEvent> {
    const time = "time" in from ? from.time : timeOfEventId(from.before);
    for (const event of this.#merged(time + 1, now, -1)) {
      if (!("before" in from) || event.eventId < from.before) yield event;
    }
  }

  /** The event with this ID. */
  find(eventId: string, now: number): LogEvent | undefined {
    for (const event of this.forward({ time: timeOfEventId(eventId) }, now)) {
      if (event.eventId >= eventId) return event.eventId === eventId ? event : undefined;
    }
    return undefined;
  }

  /** Whether an event was ingested, not generated. The ID has a digit for its source. */
  isStored(event: LogEvent): boolean {
    return event.eventId[17] === "1";
  }

  #merged(time: number, now: number, step: 1 | -1): Generator<LogEvent> {
    const walk = (source: EventSource) => {
      const { first, end } = source.bounds(now);
      const at = Math.max(first, Math.min(end, source.seek(time)));
      return step === 1 ? walkSource(source, at, end, 1) : walkSource(source, at - 1, first - 1, -1);
    };
    return this.generated === undefined ? walk(this.stored) : mergeEvents(walk(this.generated), walk(this.stored), step);
  }
}

/** The events of a source from one position up to, but not including, another. `step` is the direction. */
function* walkSource(source: EventSource, from: number, to: number, step: 1 | -1): Generator<LogEvent> {
  for (let at = from; step === 1 ? at < to : at > to; at += step) yield source.at(at);
}

/** Merges two sequences of events that are sorted by ID in the same direction. */
function* mergeEvents(left: Iterator<LogEvent>, right: Iterator<LogEvent>, step: 1 | -1): Generator<LogEvent> {
  let a = left.next();
  let b = right.next();
  while (!a.done || !b.done) {
    const leftFirst = !a.done && (b.done || a.value.eventId < b.value.eventId === (step === 1));
    if (leftFirst && !a.done) {
      yield a.value;
      a = left.next();
    } else if (!b.done) {
      yield b.value;
      b = right.next();
    }
  }
}
