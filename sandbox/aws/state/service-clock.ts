/** The time as AWS sees it, which a command can move relative to the clock of this machine. */
export class ServiceClock {
  #aheadMs = 0;
  #skewError: SkewError = "SignatureDoesNotMatch";

  now(): Date {
    return new Date(Date.now() + this.#aheadMs);
  }

  /** The error for a request whose date differs from the clock by more than 15 minutes. */
  get skewError(): SkewError {
    return this.#skewError;
  }

  /** Sets the clock this many seconds ahead of this machine's, or behind it when negative. */
  set(aheadSeconds: number, skewError: SkewError = "SignatureDoesNotMatch"): void {
    this.#aheadMs = aheadSeconds * 1000;
    this.#skewError = skewError;
  }
}

export const SKEW_ERRORS = ["SignatureDoesNotMatch", "RequestExpired"] as const;

/**
 * STS, IAM and CloudWatch Logs report such a request as a signature that does not match. `RequestExpired` (400) is the error that AWS
 * documents as common to all services and that others send. Source: IAM API reference, "Common Error Types".
 */
export type SkewError = (typeof SKEW_ERRORS)[number];
