/** One place where a person is signed in. Moments are milliseconds since 1970. */
export interface OwnSessionView {
  readonly id: string;
  readonly browser: string | null;
  readonly signedInAt: number;
  readonly endsAt: number;
  /** The session that asks. */
  readonly isThis: boolean;
}
