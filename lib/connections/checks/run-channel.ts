import type { RunEvent } from "#lib/verification/shared/run-view.ts";

/**
 * Carries a run's events to its followers. The run does not wait for a follower and does not end with one: a browser that
 * disconnects stops following, and a late follower gets every event from the start.
 */
export class RunChannel {
  readonly #events: RunEvent[] = [];
  #ended = false;
  #changed = Promise.withResolvers<void>();

  publish(event: RunEvent): void {
    this.#events.push(event);
    this.#wake();
  }

  /** No more events follow. */
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
      else await this.#changed.promise;
    }
  }

  #wake(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers<void>();
  }
}
