interface Bucket {
  readonly account: string;
  tokens: number;
  at: number;
  passed: number;
  throttled: number;
}

export interface QuotaSeen {
  /** Calls a second for each account and region; null = no quota is set. */
  readonly perSecond: number | null;
  /** Calls since the quota was set that were let through, and those that were throttled. */
  readonly passed: number;
  readonly throttled: number;
}

/**
 * STS's quota: one bucket for each calling account and region, a second's calls deep, filled evenly. A call counts
 * against the account that signs it, so one made with a role session counts against the role's account.
 * Source: IAM user guide, "IAM and AWS STS quotas".
 */
export class StsQuota {
  #perSecond: number | null = null;
  readonly #buckets = new Map<string, Bucket>();

  /** Sets the quota anew, with full buckets; null takes it back. */
  set(perSecond: number | null): void {
    this.#perSecond = perSecond;
    this.#buckets.clear();
  }

  /** Whether a call at `now` (milliseconds) is within the quota; it is counted. */
  take(account: string, region: string, now: number): boolean {
    const perSecond = this.#perSecond;
    if (perSecond === null) return true;
    const key = `${account}/${region}`;
    const bucket = this.#buckets.get(key) ?? { account, tokens: perSecond, at: now, passed: 0, throttled: 0 };
    this.#buckets.set(key, bucket);
    bucket.tokens = Math.min(perSecond, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    const within = bucket.tokens >= 1;
    if (within) bucket.tokens--;
    bucket[within ? "passed" : "throttled"]++;
    return within;
  }

  /** Of one account, or of all. */
  seen(account: string | null): QuotaSeen {
    const counted = [...this.#buckets.values()].filter((bucket) => account === null || bucket.account === account);
    const sum = (of: "passed" | "throttled") => counted.reduce((all, bucket) => all + bucket[of], 0);
    return { perSecond: this.#perSecond, passed: sum("passed"), throttled: sum("throttled") };
  }
}
