import { setImmediate as turn } from "node:timers/promises";

/** A source that fails after its first part, with an error that nobody may see. */
export async function* broken(): AsyncGenerator<string> {
  yield "first";
  throw new Error("secret-1");
}

/** A file that ends by itself, and completely, when its process is about to stop. */
export async function* stoppable(isStopping: () => boolean): AsyncGenerator<string> {
  for (; !isStopping(); await turn()) yield "row\n";
  yield "the rest is elsewhere\n";
}
