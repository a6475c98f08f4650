import { type Failure, fail } from "#kernel/result.ts";
import { type Clock, systemClock } from "#kernel/time/clock.ts";
import { closeAfterAnswers } from "./node-responses.ts";

/** Why the portal ends a stream. After `reconnect` the browser connects again, and this or another process continues. */
export type StreamEnd = { readonly kind: "reconnect" } | { readonly kind: "ended"; readonly failure: Failure };

/** A streaming response: events or a file. */
export interface OpenStream {
  /** Another process cannot continue a file, so it has more time to end when the process shuts down. */
  readonly isFile: boolean;
  /** Checks in the database whether the reader may still read this. */
  readonly isAllowed: () => Promise<boolean>;
  /** Gets the current time and releases the data kept for a reader who has taken nothing for a while. */
  readonly letGo: (now: number) => void;
  /** Sends only the reason for the end, if the reader takes it. Called once. */
  readonly end: (why: StreamEnd) => void;
  /** Closes the socket, even with unsent data. */
  readonly cut: () => void;
}

/** Milliseconds between two access checks; a stream ends about that long after the loss of access. */
const LOOK_MS = 1000;
/** The longest time of a stream. Live tails and downloads end themselves after 30 minutes. */
export const LONGEST_MS = 35 * 60_000;
/** How long files may continue while the process shuts down. Most orchestrators kill it after 30 seconds. */
const FILES_END_MS = 8000;

const NO_ACCESS = fail("not-found", "Your access ended, or log access through this connection has stopped. Reload the page.");
const TOO_LONG = fail("limited", "This stream reached the time limit of the portal. Start it again to continue.");

interface Entry {
  readonly until: number;
  ending: boolean;
}

/** The open streams of one process, of all readers. */
export class OpenStreams {
  readonly #clock: Clock;
  readonly #open = new Map<OpenStream, Entry>();
  #looking = false;
  #goingDown = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether the process shuts down and opens no new stream. */
  get goingDown(): boolean {
    return this.#goingDown;
  }

  get size(): number {
    return this.#open.size;
  }

  add(stream: OpenStream): void {
    this.#open.set(stream, { until: this.#clock.now().getTime() + LONGEST_MS, ending: false });
    if (!this.#looking) void this.#look();
  }

  remove(stream: OpenStream): void {
    this.#open.delete(stream);
  }

  /** Ends every stream immediately with `reconnect`; files continue for at most 8 seconds. Resolves when no stream is open. */
  async goDown(): Promise<void> {
    this.#goingDown = true;
    closeAfterAnswers();
    for (const [stream, entry] of this.#open) if (!stream.isFile) this.#end(stream, entry, { kind: "reconnect" });
    const until = this.#clock.now().getTime() + FILES_END_MS;
    while (this.#open.size > 0) {
      await this.#clock.wait(LOOK_MS);
      const late = this.#clock.now().getTime() >= until;
      for (const stream of this.#open.keys()) if (late || !stream.isFile) stream.cut();
    }
  }

  /** Checks all streams together once per second while any is open: one or two database statements for all of them. */
  async #look(): Promise<void> {
    this.#looking = true;
    while (this.#open.size > 0) {
      await this.#clock.wait(LOOK_MS);
      await Promise.all([...this.#open].map(([stream, entry]) => this.#lookAt(stream, entry)));
    }
    this.#looking = false;
  }

  async #lookAt(stream: OpenStream, entry: Entry): Promise<void> {
    // The reader did not take the end within a second: release its data.
    if (entry.ending) return stream.cut();
    const now = this.#clock.now().getTime();
    if (now >= entry.until) return this.#end(stream, entry, { kind: "ended", failure: TOO_LONG });
    stream.letGo(now);
    try {
      if (await stream.isAllowed()) return;
      this.#end(stream, entry, { kind: "ended", failure: NO_ACCESS });
    } catch {
      // The check failed, so reading is not allowed: the stream ends, and the next request returns the error.
      this.#end(stream, entry, { kind: "reconnect" });
    }
  }

  #end(stream: OpenStream, entry: Entry, why: StreamEnd): void {
    if (entry.ending) return;
    entry.ending = true;
    stream.end(why);
  }
}

// On globalThis, since a bundler may load this module more than once into one process.
const KEY = Symbol.for("sallyport.open-streams");
const global = globalThis as { [KEY]?: OpenStreams };

/** The open streams of this process. Only the first call uses `clock`; tests pass a fake one. */
export function openStreams(clock: Clock = systemClock): OpenStreams {
  const streams = global[KEY] ?? new OpenStreams(clock);
  global[KEY] = streams;
  return streams;
}

/** Ends the open streams on SIGTERM and SIGINT, because they would keep this process running. Next.js ends the process itself. Called once. */
export function endStreamsOnSignals(): void {
  const goDown = () => void openStreams().goDown();
  process.once("SIGTERM", goDown).once("SIGINT", goDown);
}
