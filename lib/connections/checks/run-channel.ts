import type { RunEvent } from "#lib/verification/shared/run-view.ts";

/**
 * Carries a run's events to whoever follows it. The run does not wait for a follower and does not end with one: a browser
 * that goes away stops following, and one that comes late is told everything from the start.
 */
export class RunChannel {
  readonly #events: RunEvent[] = [];
  #ended = false;
  #news = Promise.withResolvers<void>();

  publish(event: RunEvent): void {
    this.#events.push(event);
    this.#wake();
  }

  /** No event comes any more. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  async *follow(): AsyncGenerator<RunEvent, void> {
    for (let next = 0; ; ) {
      const event = this.#events[next];
      if (event !== undefined) {
        next += 1;
        yield event;
      } else if (this.#ended) return;
      else await this.#news.promise;
    }
  }

  #wake(): void {
    this.#news.resolve();
    this.#news = Promise.withResolvers<void>();
  }
}
