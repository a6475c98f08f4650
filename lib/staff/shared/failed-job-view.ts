/** A job that failed permanently, as displayed. */
export interface FailedJobView {
  readonly id: string;
  /** Such as "Email: connection quarantined". */
  readonly what: string;
  /** The recipient of an email, or the connection of any other job. */
  readonly about: string;
  readonly customerId: string | null;
  readonly why: string;
  readonly beganAt: number | null;
  readonly failedAt: number;
}
