/**
 * An error that AWS returns: its code, its message and the HTTP status in the Query protocol. In the JSON protocol the status is
 * 400 (or 5xx) instead, and some codes have another name: see write-aws-response.ts.
 */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /** Members of the error beside its message, in the JSON protocol only. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, status = 400, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
    this.details = details;
  }
}
