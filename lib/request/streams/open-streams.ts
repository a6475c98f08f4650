import { type Clock, systemClock } from "#kernel/clock.ts";
import { type Failure, fail } from "#kernel/result.ts";
import { closeAfterAnswers } from "./node-responses.ts";

/** Why the portal ends a stream. After `reconnect` the browser asks again, and another process, or this one, goes on. */
export type StreamEnd = { readonly kind: "reconnect" } | { readonly kind: "ended"; readonly failure: Failure };

/** An answer that goes on: events, or a file. */
export interface OpenStream {
  /** A file cannot be gone on with elsewhere, so it has longer to end when the process goes down. */
  readonly isFile: boolean;
  /** Asks the database whether whoever reads may still read this. */
  readonly isAllowed: () => Promise<boolean>;
  /** Told the time, lets go of all that is kept for a reader who has taken nothing for a while. */
  readonly letGo: (now: number) => void;
  /** Sends nothing more but why it ends, if the reader takes that. Called once. */
  readonly end: (why: StreamEnd) => void;
  /** Closes the socket, whatever it still holds. */
  readonly cut: () => void;
}

/** Milliseconds between two looks at who may still read; from loss of access to the end of a stream it takes at most about as long. */
const LOOK_MS = 1000;
/** Nothing that goes on is meant to do so for longer: a live tail and a download end by themselves after 30 minutes. */
export const LONGEST_MS = 35 * 60_000;
/** How long files may go on while the process goes down. Most orchestrators kill it after 30 seconds. */
const FILES_END_MS = 20_000;

const NO_ACCESS = fail("not-found", "Your access ended, or reading this connection has been stopped.");
const TOO_LONG = fail("limited", "This was open for as long as the portal allows. Start it again to go on.");

interface Entry {
  readonly until: number;
  ending: boolean;
}

/** The streams that one process has open, whoever reads them. */
export class OpenStreams {
  readonly #clock: Clock;
  readonly #open = new Map<OpenStream, Entry>();
  #looking = false;
  #goingDown = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** No new stream is opened any more. */
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

  /** Ends every stream with `reconnect`, at once; files go on for at most 20 seconds. Resolves when nothing is open. */
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

  /** Looks once a second, at all streams together, while there are any: the database gets a statement or two for all of them. */
  async #look(): Promise<void> {
    this.#looking = true;
    while (this.#open.size > 0) {
      await this.#clock.wait(LOOK_MS);
      await Promise.all([...this.#open].map(([stream, entry]) => this.#lookAt(stream, entry)));
    }
    this.#looking = false;
  }

  async #lookAt(stream: OpenStream, entry: Entry): Promise<void> {
    // Its reader had a second to take the end and did not: nothing of it may wait in memory any longer.
    if (entry.ending) return stream.cut();
    const now = this.#clock.now().getTime();
    if (now >= entry.until) return this.#end(stream, entry, { kind: "ended", failure: TOO_LONG });
    stream.letGo(now);
    try {
      if (await stream.isAllowed()) return;
      this.#end(stream, entry, { kind: "ended", failure: NO_ACCESS });
    } catch {
      // Nobody can say who may read: it ends, and whoever asks again is told what is wrong.
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

/** Those of this process. The clock counts at the first call only; tests hold it. */
export function openStreams(clock: Clock = systemClock): OpenStreams {
  const streams = global[KEY] ?? new OpenStreams(clock);
  global[KEY] = streams;
  return streams;
}

/** On SIGTERM and SIGINT ends what would keep this process from ending. The framework ends the process itself. Called once. */
export function endStreamsOnSignals(): void {
  const goDown = () => void openStreams().goDown();
  process.once("SIGTERM", goDown).once("SIGINT", goDown);
}
