/** A log group, as plain data. In a search by substring AWS leaves out size, class and retention, which are null then. */
export interface LogGroupFacts {
  readonly name: string;
  readonly arn: string | null;
  readonly storedBytes: number | null;
  readonly retentionDays: number | null;
  readonly logClass: string | null;
  /** Milliseconds since 1970, UTC. */
  readonly createdAt: number | null;
}

export interface LogStreamFacts {
  readonly name: string;
  readonly firstEventAt: number | null;
  /** AWS updates it with a delay of an hour or more, so an old time doesn't mean that there are no newer events. */
  readonly lastEventAt: number | null;
}

/** One event. `id` is null if GetLogEvents returned it. Times are milliseconds since 1970, UTC. */
export interface LogEventFacts {
  readonly id: string | null;
  readonly at: number;
  readonly ingestedAt: number;
  readonly stream: string;
  readonly message: string;
}
