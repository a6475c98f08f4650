import { type EventSource, type LogEvent, timeOfEventId } from "./events/event-source.ts";
import type { GeneratedEvents } from "./events/generated-events.ts";
import { StoredEvents } from "./events/stored-events.ts";

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
    for (const event of this.#merged(time, now, 1)) {
      if (!("after" in from) || event.eventId > from.after) yield event;
    }
  }

  /** Events in reverse order, from a time (inclusive) down or before an event. */
  *backward(from: { readonly time: number } | { readonly before: string }, now: number): Generator<LogEvent> {
    const time = "time" in from ? from.time : timeOfEventId(from.before);
    for (const event of this.#merged(time + 1, now, -1)) {
      if (!("before" in from) || event.eventId < from.before) yield event;
    }
  }

  /** One event by its id. */
  find(eventId: string, now: number): LogEvent | undefined {
    for (const event of this.forward({ time: timeOfEventId(eventId) }, now)) {
      if (event.eventId >= eventId) return event.eventId === eventId ? event : undefined;
    }
    return undefined;
  }

  /** Whether an event was ingested rather than computed: the digit of its source in the id. */
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

/** A source's events from a position to (not including) another, one by one in either direction. */
function* walkSource(source: EventSource, from: number, to: number, step: 1 | -1): Generator<LogEvent> {
  for (let at = from; step === 1 ? at < to : at > to; at += step) yield source.at(at);
}

/** Two walks of the same direction as one, in the order of their ids. */
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
