import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";

const SECOND_MS = 1000;

/** Quotas of CloudWatch Logs: calls of an operation within one second, for each account and region. None is set at the start. */
export class CallQuotas {
  readonly #perSecond = new Map<string, number>();
  /** The times of the calls in the last second, by account, region and operation. */
  readonly #calls = new Map<string, number[]>();

  set(operation: string, perSecond: number): void {
    this.#perSecond.set(operation, perSecond);
  }

  clear(): void {
    this.#perSecond.clear();
    this.#calls.clear();
  }

  /**
   * Counts a call at `now` (milliseconds). A throttled call is not counted.
   * @throws AwsError ThrottlingException
   */
  count(accountId: string, region: string, operation: string, now: number): void {
    const perSecond = this.#perSecond.get(operation);
    if (perSecond === undefined) return;
    const key = `${accountId}/${region}/${operation}`;
    const recent = (this.#calls.get(key) ?? []).filter((at) => at > now - SECOND_MS);
    this.#calls.set(key, recent);
    if (recent.length >= perSecond) throw new AwsError("ThrottlingException", "Rate exceeded", 400);
    recent.push(now);
  }
}
