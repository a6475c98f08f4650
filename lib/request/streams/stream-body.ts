import { type Failure, fail } from "#kernel/result.ts";
import type { Clock } from "#kernel/time/clock.ts";
import { databaseAwayFailure } from "#lib/health/database-away.ts";
import { logUnexpected } from "#lib/request/pages/log-unexpected.ts";
import type { OpenStream, StreamEnd } from "./open-streams.ts";

/** The interval of heartbeats, so that proxies and idle timeouts do not close a quiet stream. */
const QUIET_MS = 10_000;
/** The bytes of one piece. The socket buffers a few pieces; the rest of a part waits here, and the source is not asked for more. */
const PIECE_BYTES = 16_384;

/** The format of one kind of stream. */
export interface StreamForm<T> {
  readonly encode: (part: T) => string;
  /** The heartbeat while there is no data; null: none. */
  readonly quiet: string | null;
  /**
   * The message at the end, also after half a part. Null: none, and the connection is reset, so that the client does not treat the data as
   * complete.
   */
  readonly lastWords: (why: StreamEnd, afterHalf: boolean) => string | null;
}

/**
 * Milliseconds after which a reader who took nothing gets only `reconnect` instead of events: until then one part is kept for
 * them, together with its source, which can be a megabyte for a live tail or a search. A file keeps its position and one page.
 */
export const LET_GO_MS = 10_000;

export interface StreamReader extends Omit<OpenStream, "end" | "letGo"> {
  readonly clock: Clock;
  /** Stops the source. */
  readonly leave: AbortController;
  /** Signals that the reader has left, also before the first part. */
  readonly left: AbortSignal;
  /** Called once, when the stream has ended for any reason. */
  readonly over: () => void;
}

type News<T> =
  | { readonly kind: "part"; readonly step: IteratorResult<T> }
  | { readonly kind: "quiet" }
  | { readonly kind: "end"; readonly why: StreamEnd };

/**
 * The body of a response that creates a part only when the reader has taken the previous one, so that a stalled reader costs one
 * part of memory and no work.
 */
export class StreamBody<T> implements OpenStream {
  readonly isFile: boolean;
  readonly isAllowed: () => Promise<boolean>;
  readonly stream: ReadableStream<Uint8Array>;
  /** Cleared at the end, because an ended generator still references its last data. */
  #source: AsyncGenerator<T, void> | undefined;
  readonly #form: StreamForm<T>;
  readonly #reader: StreamReader;
  #rest: Uint8Array = new Uint8Array();
  #next: Promise<IteratorResult<T>> | undefined;
  #ending: StreamEnd | undefined;
  #halfSent = false;
  /** The time since which the reader has had a piece and not requested the next one. */
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
    // Not synchronously: the caller of the constructor does not have the object yet.
    if (reader.left.aborted) queueMicrotask(this.#close);
    else reader.left.addEventListener("abort", this.#close, { once: true });
  }

  readonly end = (why: StreamEnd): void => {
    // The data that was released before is only half sent.
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
    // Copied, because a view that waits in a socket would keep the whole part in memory.
    controller.enqueue(this.#rest.slice(0, PIECE_BYTES));
    this.#rest = this.#rest.subarray(PIECE_BYTES);
    this.#handedAt = this.#reader.clock.now().getTime();
  }

  /** The next part of the source, or earlier the end or ten quiet seconds. A pending part of the source is not lost. */
  async #news(): Promise<News<T>> {
    if (this.#ending !== undefined) return { kind: "end", why: this.#ending };
    const next = this.#next ?? this.#source?.next() ?? Promise.resolve<IteratorResult<T>>({ done: true, value: undefined });
    this.#next = next;
    const quiet = new AbortController();
    const { promise, resolve } = Promise.withResolvers<"part" | Exclude<News<T>, { kind: "part" }>>();
    this.#wake = (why) => resolve({ kind: "end", why });
    // Without the part itself: what these closures hold survives each small garbage collection, which made every part wait for a full one.
    next.then(
      () => resolve("part"),
      (error: unknown) => resolve({ kind: "end", why: whyOf(error) }),
    );
    if (this.#form.quiet !== null)
      this.#reader.clock.wait(QUIET_MS, quiet.signal).then(
        () => resolve({ kind: "quiet" }),
        () => undefined,
      );
    const came = await promise;
    quiet.abort();
    this.#wake = nothing;
    if (came !== "part") return came;
    this.#next = undefined;
    return { kind: "part", step: await next };
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

  /** Stops the source. If it is creating a part, it ends after that. */
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

/** A plain Uint8Array, because `slice` of a Buffer would be a view. */
function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** At module level, because a closure in the scope of a part would keep that part in memory. */
function nothing(): void {}

/** A stream whose process lost the database can continue in this process later, or in another one. */
function whyOf(error: unknown): StreamEnd {
  if (error instanceof DatabaseWentAway) return { kind: "reconnect" };
  const failure = error instanceof StreamBroke ? error.failure : fail("unexpected", "An unexpected error occurred. Try again.");
  return { kind: "ended", failure };
}

/** The database could not be reached while a part was made. Already logged. */
class DatabaseWentAway extends Error {
  override readonly name = "DatabaseWentAway";
}

/** The error of a stream for the browser, which gets only a reference. */
export class StreamBroke extends Error {
  override readonly name = "StreamBroke";
  readonly failure: Failure;

  constructor(reference: string) {
    const message = `An unexpected error occurred. Try again. If the error repeats, contact support with this reference: ${reference}.`;
    super(message);
    this.failure = fail("unexpected", message, { reference });
  }
}

/** Passes the parts on; an error midway is logged with a reference, and only the reference is sent. */
export async function* guardedStream<T>(entryPoint: string, parts: AsyncIterable<T>): AsyncGenerator<T, void> {
  try {
    yield* parts;
  } catch (error) {
    if (databaseAwayFailure(entryPoint, error) !== null) throw new DatabaseWentAway();
    throw new StreamBroke(logUnexpected(entryPoint, error));
  }
}
