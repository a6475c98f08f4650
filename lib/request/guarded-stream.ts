import { logUnexpected } from "./log-unexpected.ts";

/** The stream's error as a browser may see it: a reference and nothing else. React shows it as the error's `digest`. */
class StreamBroke extends Error {
  override readonly name = "StreamBroke";
  readonly digest: string;

  constructor(reference: string) {
    super(`Unexpected error. Reference: ${reference}.`);
    this.digest = reference;
  }
}

/** Passes the parts on; an error on the way is logged with a reference and only the reference goes out. */
export async function* guardedStream<T>(door: string, parts: AsyncIterable<T>): AsyncGenerator<T, void> {
  try {
    yield* parts;
  } catch (error) {
    throw new StreamBroke(logUnexpected(door, error));
  }
}
