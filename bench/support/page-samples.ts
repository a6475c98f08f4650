import { say } from "#stack/say.ts";
import { quantile } from "./spread.ts";

const IN_A_BLOCK = 20;
/** The first responses of a block load the code of the page, fill the database's caches, and find those of the processor cold. */
const UNCOUNTED = 3;

export interface PageFigures {
  readonly p50: number;
  readonly p95: number;
  readonly kilobytes: number;
}

/** How long the responses of a page take. One page that fails must not cost the figures of the others: it has none. */
export class PageSamples {
  readonly #took: number[] = [];
  readonly #url: string;
  readonly #cookie: string;
  #bytes = 0;
  #failed = false;

  constructor(url: string, cookie: string) {
    this.#url = url;
    this.#cookie = cookie;
  }

  async takeBlock(): Promise<void> {
    for (let n = -UNCOUNTED; n < IN_A_BLOCK; n++) await this.#take(n >= 0);
  }

  async #take(counts: boolean): Promise<void> {
    if (this.#failed) return;
    const began = performance.now();
    const response = await fetch(this.#url, { headers: { cookie: this.#cookie } });
    const body = await response.arrayBuffer();
    if (counts) this.#took.push(performance.now() - began);
    this.#bytes = body.byteLength;
    if (response.status === 200) return;
    say(`  ${this.#url} answered ${response.status}`);
    this.#failed = true;
  }

  figures(): PageFigures {
    const took = this.#failed ? [Number.NaN] : this.#took;
    return { p50: quantile(took, 0.5), p95: quantile(took, 0.95), kilobytes: this.#bytes / 1000 };
  }
}
