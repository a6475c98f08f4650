import type { Clock } from "#lib/kernel/clock.ts";
import { fail } from "#lib/kernel/result.ts";
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

export interface StreamReader extends Omit<OpenStream, "end"> {
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
  readonly #source: AsyncGenerator<T, void>;
  readonly #form: StreamForm<T>;
  readonly #reader: StreamReader;
  #rest: Uint8Array = new Uint8Array();
  #next: Promise<IteratorResult<T>> | undefined;
  #ending: StreamEnd | undefined;
  #halfSent = false;
  #wake = (_why: StreamEnd) => {};
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
    this.#ending = why;
    this.#halfSent = this.#rest.length > 0;
    this.#rest = new Uint8Array();
    this.#reader.leave.abort();
    this.#wake(why);
  };

  readonly cut = (): void => {
    this.#reader.cut();
    this.#close();
  };

  async #pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    while (this.#rest.length === 0) {
      const came = await this.#news();
      if (came.kind === "end") return this.#sayLast(controller, came.why);
      if (came.kind === "quiet") this.#rest = Buffer.from(this.#form.quiet ?? "");
      else if (came.step.done === true) {
        controller.close();
        return this.#close();
      } else this.#rest = Buffer.from(this.#form.encode(came.step.value));
    }
    controller.enqueue(this.#rest.subarray(0, PIECE_BYTES));
    this.#rest = this.#rest.subarray(PIECE_BYTES);
  }

  /** The source's next part, or what comes first: the end, or ten quiet seconds. What the source is at is not lost by them. */
  async #news(): Promise<News<T>> {
    if (this.#ending !== undefined) return { kind: "end", why: this.#ending };
    const next = this.#next ?? this.#source.next();
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
    this.#wake = () => {};
    if (came.kind === "part") this.#next = undefined;
    return came;
  }

  #sayLast(controller: ReadableStreamDefaultController<Uint8Array>, why: StreamEnd): void {
    const words = this.#form.lastWords(why, this.#halfSent);
    if (words === null) {
      controller.error(new Error("the portal ended this stream"));
      this.cut();
    } else {
      controller.enqueue(Buffer.from(words));
      controller.close();
      this.#close();
    }
  }

  /** The source is asked for nothing more. It may be in the middle of something, and then ends after that. */
  readonly #close = (): void => {
    if (this.#closed) return;
    this.#closed = true;
    const { leave, left, over } = this.#reader;
    left.removeEventListener("abort", this.#close);
    leave.abort();
    this.#rest = new Uint8Array();
    over();
    void Promise.resolve(this.#next)
      .catch(() => undefined)
      .then(() => this.#source.return())
      .catch(() => undefined);
  };
}

function failureOf(error: unknown) {
  return error instanceof StreamBroke ? error.failure : fail("unexpected", "Something went wrong on our side.");
}
