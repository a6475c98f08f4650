import { type EventSource, eventIdOf, type LogEvent } from "./event-source.ts";

const KEPT = 100_000;

/** Ingested events, sorted by ID. Above 100,000 events, the oldest tenth is deleted. */
export class StoredEvents implements EventSource {
  #events: LogEvent[] = [];
  #sequence = 0;

  add(logStreamName: string, timestamp: number, message: string, ingestionTime: number): LogEvent {
    const event = { timestamp, ingestionTime, message, logStreamName, eventId: eventIdOf(timestamp, 1, this.#sequence++) };
    const last = this.#events.at(-1);
    if (last === undefined || last.eventId < event.eventId) this.#events.push(event);
    else
      this.#events.splice(
        this.#firstWith((each) => each.eventId > event.eventId),
        0,
        event,
      );
    if (this.#events.length > KEPT) this.#events = this.#events.slice(KEPT / 10);
    return event;
  }

  seek(time: number): number {
    return this.#firstWith((event) => event.timestamp >= time);
  }

  bounds(): { first: number; end: number } {
    return { first: 0, end: this.#events.length };
  }

  at(position: number): LogEvent {
    const event = this.#events[position];
    if (event === undefined) throw new RangeError(`no event at ${position}`);
    return event;
  }

  newest(count: number): readonly LogEvent[] {
    return this.#events.slice(-count);
  }

  removeStream(logStreamName: string): void {
    this.#events = this.#events.filter((event) => event.logStreamName !== logStreamName);
  }

  /** Binary search for the first event for which `holds` is true. It must be false for all events before it. */
  #firstWith(holds: (event: LogEvent) => boolean): number {
    let low = 0;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (holds(this.at(middle))) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
