import { AwsError } from "#sandbox/aws/protocol/aws-error.ts";
import { TokenBucket } from "#sandbox/aws/protocol/token-bucket.ts";
import { defaultLogsQuota } from "./default-quotas.ts";

/** Quotas of CloudWatch Logs: one token bucket for each account, Region and operation. None is set at the start. */
export class CallQuotas {
  readonly #perSecond = new Map<string, number>();
  #areDefaultsOn = false;
  readonly #buckets = new Map<string, TokenBucket>();

  /** Sets the quota of an operation in calls per second, with full buckets. It replaces AWS's default. */
  set(operation: string, perSecond: number): void {
    this.#perSecond.set(operation, perSecond);
    this.#buckets.clear();
  }

  /** Applies AWS's default quotas of all operations in each Region, or removes them. */
  useDefaults(on: boolean): void {
    this.#areDefaultsOn = on;
    this.#buckets.clear();
  }

  clear(): void {
    this.#perSecond.clear();
    this.useDefaults(false);
  }

  /**
   * Counts a call at `now` (milliseconds). A throttled call is not counted.
   * @throws AwsError ThrottlingException
   */
  count(accountId: string, region: string, operation: string, now: number): void {
    const perSecond = this.#perSecond.get(operation) ?? (this.#areDefaultsOn ? defaultLogsQuota(operation, region) : undefined);
    if (perSecond === undefined) return;
    const key = `${accountId}/${region}/${operation}`;
    const bucket = this.#buckets.get(key) ?? new TokenBucket(perSecond, now);
    this.#buckets.set(key, bucket);
    if (!bucket.take(now)) throw new AwsError("ThrottlingException", "Rate exceeded", 400);
  }
}
