import { createContext, Script } from "node:vm";

/** A query took too long for a few events. Its status becomes Failed. */
export class QueryTooSlow extends Error {}

const work: { run: () => void } = { run: () => undefined };
const context = createContext(work);
const script = new Script("run()");

/**
 * Runs a function that matches regular expressions of a query, for `limitMs` milliseconds at most. JavaScript has no time limit for a match;
 * that of `vm` also ends one.
 * @throws QueryTooSlow
 */
export function runWithTimeLimit(limitMs: number, run: () => void): void {
  work.run = run;
  try {
    script.runInContext(context, { timeout: limitMs });
  } catch (error) {
    // The error comes from the context, so it is no instance of this context's Error.
    if ((error as { code?: unknown }).code === "ERR_SCRIPT_EXECUTION_TIMEOUT") {
      throw new QueryTooSlow(`a regular expression took more than ${limitMs} ms`);
    }
    throw error;
  } finally {
    work.run = () => undefined;
  }
}
