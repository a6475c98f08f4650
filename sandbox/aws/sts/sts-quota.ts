import { TokenBucket } from "#sandbox/aws/protocol/token-bucket.ts";

/**
 * AWS's default: calls of STS per second, for each account and Region. Source: IAM user guide, "IAM and AWS STS quotas".
 */
export const DEFAULT_STS_QUOTA = 600;

interface Bucket {
  readonly account: string;
  readonly tokens: TokenBucket;
  passed: number;
  throttled: number;
}

export interface QuotaSeen {
  /** Calls per second for each account and region; null when no quota is set. */
  readonly perSecond: number | null;
  /** Allowed and throttled calls since the quota was set. */
  readonly passed: number;
  readonly throttled: number;
}

/**
 * The quota of STS: one token bucket for each calling account and region, with the capacity of one second. A call counts for
 * the account that signs it, so a call with a role session counts for the account of the role.
 * Source: IAM user guide, "IAM and AWS STS quotas".
 */
export class StsQuota {
  #perSecond: number | null = null;
  readonly #buckets = new Map<string, Bucket>();

  /** Sets the quota in calls per second, with full buckets; null removes it. */
  set(perSecond: number | null): void {
    this.#perSecond = perSecond;
    this.#buckets.clear();
  }

  /** Counts a call at `now` (milliseconds). Returns whether it is within the quota. */
  take(account: string, region: string, now: number): boolean {
    const perSecond = this.#perSecond;
    if (perSecond === null) return true;
    const key = `${account}/${region}`;
    const bucket = this.#buckets.get(key) ?? { account, tokens: new TokenBucket(perSecond, now), passed: 0, throttled: 0 };
    this.#buckets.set(key, bucket);
    const within = bucket.tokens.take(now);
    bucket[within ? "passed" : "throttled"]++;
    return within;
  }

  /** The counts of one account, or of all when null. */
  seen(account: string | null): QuotaSeen {
    const counted = [...this.#buckets.values()].filter((bucket) => account === null || bucket.account === account);
    const sum = (of: "passed" | "throttled") => counted.reduce((all, bucket) => all + bucket[of], 0);
    return { perSecond: this.#perSecond, passed: sum("passed"), throttled: sum("throttled") };
  }
}
