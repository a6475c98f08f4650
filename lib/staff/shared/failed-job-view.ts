/** A job that failed for good, in words. */
export interface DeadLetterView {
  readonly id: string;
  /** "Mail: connection quarantined". */
  readonly what: string;
  /** To whom a mail was to go, or which connection the job was about. */
  readonly about: string;
  readonly customerId: string | null;
  readonly why: string;
  readonly beganAt: number | null;
  readonly failedAt: number;
}
