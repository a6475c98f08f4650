import { type Failure, fail, type Result } from "#kernel/result.ts";

/**
 * Thrown when the portal ends a stream early. With a failure, show it to the user. Without one the process is shutting
 * down or could not check access: request the stream again, and another process may answer.
 */
export class StreamOver extends Error {
  override readonly name = "StreamOver";
  readonly failure: Failure | null;

  constructor(failure: Failure | null) {
    super(failure?.message ?? "The portal asked to connect again.");
    this.failure = failure;
  }
}

/** Sends a request: `fetch`, or a function that does the same for a client that is not a browser. */
export type Send = (url: string, request: RequestInit) => Promise<Response>;

export interface StreamRequest {
  /** Sent as JSON with POST. Without it the request is a GET. */
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  /** How many times to wait and retry when the portal says when to retry, before returning the failure. */
  readonly waits?: number;
  /** Replaces `fetch`. */
  readonly send?: Send;
}

/** Characters. The portal sends no longer messages, so a longer one is rejected. */
const MAX_LENGTH = 64_000_000;
/** Milliseconds. Upper limit of a wait, even if a response asks for a longer one. */
const MAX_WAIT_MS = 10_000;

/**
 * Requests an event stream of the portal. Resolves to a failure, or to the parts as they arrive. Ending the iteration
 * closes the connection. The iterator throws {@link StreamOver} when the portal ended it early, and a `TypeError` when
 * the network failed.
 * @throws TypeError when the portal does not answer; AbortError after the signal was aborted
 */
export async function fetchStream<T>(
  url: string,
  { body, signal, waits = 0, send = fetch }: StreamRequest,
): Promise<Result<AsyncGenerator<T, void>>> {
  for (let waited = 0; ; waited++) {
    const answer = await send(url, {
      ...(body !== undefined && { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
      ...(signal && { signal }),
      cache: "no-store",
    });
    if (answer.ok && answer.body !== null) return { ok: true, value: partsOf<T>(answer.body) };
    const failure = await failureIn(answer);
    const later = Number(answer.headers.get("retry-after") ?? 0) * 1000;
    if (later === 0 || waited >= waits) return failure;
    await pause(Math.min(later, MAX_WAIT_MS), signal);
  }
}

/** A proxy answers with a page of its own while no process of the portal can. */
const NO_PROCESS = fail("unavailable", "The portal did not respond. Try again in a moment.");

async function failureIn(answer: Response): Promise<Failure> {
  try {
    return { ...((await answer.json()) as Omit<Failure, "ok">), ok: false };
  } catch (error) {
    if (error instanceof SyntaxError) return NO_PROCESS;
    throw error;
  }
}

/**
 * Waits `ms` plus up to half as long again, so that browsers do not all retry at the same moment. @throws AbortError
 * after the signal was aborted
 */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return wait(ms * (1 + Math.random() / 2), signal);
}

/** Waits `ms`. @throws AbortError after the signal was aborted */
export function wait(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      // One signal is used for many waits, so each must not leave a listener.
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal?.addEventListener("abort", stop, { once: true });
  });
}

async function* partsOf<T>(body: ReadableStream<Uint8Array>): AsyncGenerator<T, void> {
  const reader = body.getReader();
  const text = new TextDecoder();
  let buffered = "";
  let from = 0;
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      buffered += text.decode(piece.value, { stream: true });
      for (let end = buffered.indexOf("\n\n", from); end !== -1; end = buffered.indexOf("\n\n", from)) {
        const message = buffered.slice(0, end);
        buffered = buffered.slice(end + 2);
        from = 0;
        // The portal ended the stream during this part; its final event follows.
        if (message.endsWith("\n: cut")) continue;
        if (message.startsWith("data: ")) yield JSON.parse(message.slice(6)) as T;
        else if (message.startsWith("event: ")) throw overOf(message);
      }
      from = Math.max(0, buffered.length - 1);
      if (buffered.length > MAX_LENGTH) return;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** The portal's final event: `event: reconnect`, or `event: ended` with the failure. */
function overOf(message: string): StreamOver {
  const [event = "", data = ""] = message.split("\n");
  return new StreamOver(event === "event: ended" ? (JSON.parse(data.slice(6)) as Failure) : null);
}
