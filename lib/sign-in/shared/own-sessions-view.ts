/** One session of a person. Times are milliseconds since 1970. */
export interface OwnSessionView {
  readonly id: string;
  readonly browser: string | null;
  readonly signedInAt: number;
  readonly endsAt: number;
  /** Whether it is the current session. */
  readonly isThis: boolean;
}
