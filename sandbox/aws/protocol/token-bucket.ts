/** A bucket that holds the calls of one second and refills evenly. A new bucket is full. */
export class TokenBucket {
  readonly #perSecond: number;
  #tokens: number;
  #at: number;

  /** @param now milliseconds of a clock that never goes back */
  constructor(perSecond: number, now: number) {
    this.#perSecond = perSecond;
    this.#tokens = perSecond;
    this.#at = now;
  }

  /** Takes one token at `now` (milliseconds). Returns false, and takes nothing, when there is none. */
  take(now: number): boolean {
    this.#tokens = Math.min(this.#perSecond, this.#tokens + ((now - this.#at) / 1000) * this.#perSecond);
    this.#at = now;
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }
}
