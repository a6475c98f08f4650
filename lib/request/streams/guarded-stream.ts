import { type Failure, fail } from "#kernel/result.ts";
import { logUnexpected } from "#lib/request/pages/log-unexpected.ts";

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
    throw new StreamBroke(logUnexpected(entryPoint, error));
  }
}
