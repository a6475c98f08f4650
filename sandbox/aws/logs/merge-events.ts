import type { EventSource, LogEvent } from "./event-source.ts";

/** A source's events from a position to (not including) another, one by one in either direction. */
export function* walkSource(source: EventSource, from: number, to: number, step: 1 | -1): Generator<LogEvent> {
  for (let at = from; step === 1 ? at < to : at > to; at += step) yield source.at(at);
}

/** Two walks of the same direction as one, in the order of their ids. */
export function* mergeEvents(left: Iterator<LogEvent>, right: Iterator<LogEvent>, step: 1 | -1): Generator<LogEvent> {
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
