export interface LogEvent {
  /** Milliseconds since 1970, as everywhere in CloudWatch Logs except queries. */
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly message: string;
  readonly logStreamName: string;
  /** 56 digits that sort in the order of the events: time, then source, then sequence number. */
  readonly eventId: string;
}

/** Events sorted by ID and accessed by position. Each source has its own positions, which can change; IDs do not change. */
export interface EventSource {
  /** Position of the first event at or after a time. */
  seek(time: number): number;
  /** The positions that exist now: `[first, end)`. */
  bounds(now: number): { first: number; end: number };
  at(position: number): LogEvent;
}

/** The ID of an event. `source` is 0 for a generated and 1 for an ingested event, so that both can have the same time. */
export function eventIdOf(timestamp: number, source: 0 | 1, sequence: number): string {
  return `3${String(timestamp).padStart(16, "0")}${source}${String(sequence).padStart(38, "0")}`;
}

/** The time in an event ID, in milliseconds since 1970. */
export function timeOfEventId(eventId: string): number {
  return Number(eventId.slice(1, 17));
}
