import type { Clock } from "#kernel/clock.ts";
import { fail } from "#kernel/result.ts";
import { StreamBroke } from "./guarded-stream.ts";
import type { OpenStream, StreamEnd } from "./open-streams.ts";

/** A proxy that buffers or an idle timeout must not swallow a quiet stream. */
const QUIET_MS = 10_000;
/** Bytes that are handed over at once. The socket holds a few of these; the rest waits here, and its source does not go on. */
const PIECE_BYTES = 16_384;

/** How one kind of stream looks on the way. */
export interface StreamForm<T> {
  readonly encode: (part: T) => string;
  /** What is said while nothing comes; null: nothing. */
  readonly quiet: string | null;
  /**
   * The last words, also after half a part. Null: none, and the connection is cut, so that what came is not taken for the
   * whole.
   */
  readonly lastWords: (why: StreamEnd, afterHalf: boolean) => string | null;
}

/**
 * Milliseconds after which a reader who took nothing finds no events any more but `reconnect`: until then a part is kept for
 * them, and what it came from, of which a live tail's or a search's can be a megabyte. A file keeps its place and a page.
 */
export const LET_GO_MS = 10_000;

export interface StreamReader extends Omit<OpenStream, "end" | "letGo"> {
  readonly clock: Clock;
  /** Stops the source. */
  readonly leave: AbortController;
  /** Says that the reader has gone, also before anything was taken. */
  readonly left: AbortSignal;
  /** Called once, when the stream has ended, however it ended. */
  readonly over: () => void;
}

type News<T> =
  | { readonly kind: "part"; readonly step: IteratorResult<T> }
  | { readonly kind: "quiet" }
  | { readonly kind: "end"; readonly why: StreamEnd };

/**
 * The body of an answer that makes a part only when the reader has taken the one before, so that one who stalls costs one
 * part and no more, and no work.
 */
export class StreamBody<T> implements OpenStream {
  readonly isFile: boolean;
  readonly isAllowed: () => Promise<boolean>;
  readonly stream: ReadableStream<Uint8Array>;
  /** Forgotten once it has ended: an ended generator still holds what it last worked on. */
  #source: AsyncGenerator<T, void> | undefined;
  readonly #form: StreamForm<T>;
  readonly #reader: StreamReader;
  #rest: Uint8Array = new Uint8Array();
  #next: Promise<IteratorResult<T>> | undefined;
  #ending: StreamEnd | undefined;
  #halfSent = false;
  /** Since when the reader has had a piece and not come for the next. */
  #handedAt: number | undefined;
  #wake: (why: StreamEnd) => void = nothing;
  #closed = false;

  constructor(source: AsyncGenerator<T, void>, form: StreamForm<T>, reader: StreamReader) {
    this.#source = source;
    this.#form = form;
    this.#reader = reader;
    this.isFile = reader.isFile;
    this.isAllowed = reader.isAllowed;
    this.stream = new ReadableStream({ pull: (controller) => this.#pull(controller), cancel: () => this.#close() }, { highWaterMark: 0 });
    // Not at once: whoever makes this has not yet got it.
    if (reader.left.aborted) queueMicrotask(this.#close);
    else reader.left.addEventListener("abort", this.#close, { once: true });
  }

  readonly end = (why: StreamEnd): void => {
    // What was let go before is half sent still.
    this.#halfSent ||= this.#rest.length > 0;
    this.#ending = why;
    this.#dropSource();
    this.#wake(why);
  };

  readonly letGo = (now: number): void => {
    if (this.isFile || this.#ending !== undefined || this.#handedAt === undefined || now - this.#handedAt < LET_GO_MS) return;
    this.end({ kind: "reconnect" });
  };

  readonly cut = (): void => {
    this.#reader.cut();
    this.#close();
  };

  async #pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    this.#handedAt = undefined;
    while (this.#rest.length === 0) {
      const came = await this.#news();
      if (came.kind === "end") return this.#sayLast(controller, came.why);
      if (came.kind === "quiet") this.#rest = bytesOf(this.#form.quiet ?? "");
      else if (came.step.done === true) {
        controller.close();
        return this.#close();
      } else this.#rest = bytesOf(this.#form.encode(came.step.value));
    }
    // Copied: what waits in a socket would keep all of the part that it is a view of.
    controller.enqueue(this.#rest.slice(0, PIECE_BYTES));
    this.#rest = this.#rest.subarray(PIECE_BYTES);
    this.#handedAt = this.#reader.clock.now().getTime();
  }

  /** The source's next part, or what comes first: the end, or ten quiet seconds. What the source is at is not lost by them. */
  async #news(): Promise<News<T>> {
    if (this.#ending !== undefined) return { kind: "end", why: this.#ending };
    const next = this.#next ?? this.#source?.next() ?? Promise.resolve<IteratorResult<T>>({ done: true, value: undefined });
    this.#next = next;
    const quiet = new AbortController();
    const came = await new Promise<News<T>>((resolve) => {
      this.#wake = (why) => resolve({ kind: "end", why });
      next.then(
        (step) => resolve({ kind: "part", step }),
        (error: unknown) => resolve({ kind: "end", why: { kind: "ended", failure: failureOf(error) } }),
      );
      if (this.#form.quiet === null) return;
      this.#reader.clock.wait(QUIET_MS, quiet.signal).then(
        () => resolve({ kind: "quiet" }),
        () => undefined,
      );
    });
    quiet.abort();
    this.#wake = nothing;
    if (came.kind === "part") this.#next = undefined;
    return came;
  }

  #sayLast(controller: ReadableStreamDefaultController<Uint8Array>, why: StreamEnd): void {
    const words = this.#form.lastWords(why, this.#halfSent);
    if (words === null) {
      controller.error(new Error("the portal ended this stream"));
      this.cut();
    } else {
      controller.enqueue(bytesOf(words));
      controller.close();
      this.#close();
    }
  }

  readonly #close = (): void => {
    if (this.#closed) return;
    this.#closed = true;
    const { left, over } = this.#reader;
    left.removeEventListener("abort", this.#close);
    this.#dropSource();
    over();
  };

  /** The source is asked for nothing more. It may be in the middle of something, and then ends after that. */
  #dropSource(): void {
    this.#reader.leave.abort();
    this.#rest = new Uint8Array();
    const [source, next] = [this.#source, this.#next];
    this.#source = undefined;
    this.#next = undefined;
    void Promise.resolve(next)
      .catch(() => undefined)
      .then(() => source?.return())
      .catch(() => undefined);
  }
}

/** A plain array: a Buffer's `slice` would be a view. */
function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Outside of everything: a function made where a part is at hand would keep that part. */
function nothing(): void {}

function failureOf(error: unknown) {
  return error instanceof StreamBroke ? error.failure : fail("unexpected", "Something went wrong on our side.");
}
