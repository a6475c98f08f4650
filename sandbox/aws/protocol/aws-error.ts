/**
 * An error that AWS returns: its code, its message and the HTTP status in the Query protocol. In the JSON protocol the status is
 * 400 (or 5xx) instead, and some codes have another name: see write-aws-response.ts.
 */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
  }
}
