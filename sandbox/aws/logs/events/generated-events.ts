import { type EventSource, eventIdOf, type LogEvent } from "./event-source.ts";

export interface Generator {
  /** Length of a period in milliseconds. Each period has one event, at a pseudorandom time. */
  readonly periodMs: number;
  readonly streams: readonly string[];
  /** Makes two groups with the same generator differ. */
  readonly seed: number;
  /** The number of events that exist at any time: the newest ones up to now. */
  readonly count: number;
  readonly write: (index: number, random: number, timestamp: number) => string;
}

/** Events that are computed from their index: they are always recent, use no storage, and are found by time without a search. */
export class GeneratedEvents implements EventSource {
  readonly #generator: Generator;

  constructor(generator: Generator) {
    this.#generator = generator;
  }

  get streams(): readonly string[] {
    return this.#generator.streams;
  }

  get count(): number {
    return this.#generator.count;
  }

  seek(time: number): number {
    const index = Math.floor(time / this.#generator.periodMs);
    return this.#timeOf(index) >= time ? index : index + 1;
  }

  bounds(now: number): { first: number; end: number } {
    const end = this.seek(now + 1);
    return { first: end - this.#generator.count, end };
  }

  at(position: number): LogEvent {
    const { seed, streams, write } = this.#generator;
    const random = hash32(position ^ seed);
    const timestamp = this.#timeOf(position);
    return {
      timestamp,
      ingestionTime: timestamp + 20 + (random % 900),
      message: write(position, random, timestamp),
      logStreamName: streams[hash32(random) % streams.length] ?? "main",
      eventId: eventIdOf(timestamp, 0, position),
    };
  }

  /** A time within the first four fifths of the period, so that the order of events is the order of their indexes. */
  #timeOf(index: number): number {
    const { periodMs, seed } = this.#generator;
    return index * periodMs + (hash32(index ^ seed ^ 0x9e3779b9) % Math.max(1, Math.floor(periodMs * 0.8)));
  }
}

/** A 32-bit hash of a number: the finalizer of MurmurHash3. */
export function hash32(number: number): number {
  let h = number | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
