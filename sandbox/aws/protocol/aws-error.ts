/**
 * A refusal in AWS's own words: the code and message clients see and the HTTP status of the Query protocol.
 * The JSON protocol answers 400 (or 500) whatever the status here; `jsonCode` is the name of the same refusal there.
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
