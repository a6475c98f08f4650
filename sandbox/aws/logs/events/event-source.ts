export interface LogEvent {
  /** Milliseconds since 1970, like every time of CloudWatch Logs. */
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly message: string;
  readonly logStreamName: string;
  /** 56 digits whose order is the order of the events: time, then source, then position. */
  readonly eventId: string;
}

/** Events in the order of their ids, reachable by position. Positions are the source's own and may shift; ids never do. */
export interface EventSource {
  /** Position of the first event at or after a time. */
  seek(time: number): number;
  /** The positions that exist now: `[first, end)`. */
  bounds(now: number): { first: number; end: number };
  at(position: number): LogEvent;
}

/** The id of an event; `source` is a digit that tells generated (0) from stored (1) events of one instant. */
export function eventIdOf(timestamp: number, source: 0 | 1, sequence: number): string {
  return `3${String(timestamp).padStart(16, "0")}${source}${String(sequence).padStart(38, "0")}`;
}

/** The time an id begins with. */
export function timeOfEventId(eventId: string): number {
  return Number(eventId.slice(1, 17));
}
