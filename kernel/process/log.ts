import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";
import { VERSION } from "#kernel/version.ts";

// Hand-written instead of pino: what must hold here is what a line leaves out, and the rest is one JSON.stringify.

export type LogLevel = "info" | "warn" | "error";

/** The fields of a line besides its own. The value of an unknown error is passed separately, never as a fact. */
export interface LogFacts {
  readonly [name: string]: string | number | boolean | null | undefined;
  readonly time?: never;
  readonly level?: never;
  readonly event?: never;
  readonly version?: never;
  readonly requestId?: never;
  readonly error?: never;
}

/**
 * Writes one line of JSON to standard output: time (ISO 8601), level, event, version, the ID of the request that is being
 * handled, the facts, and the origin of an error. `event` is fixed text. What looks like an ARN, an email address or an
 * External ID in a fact is not written.
 */
export function log(level: LogLevel, event: string, facts: LogFacts = {}, error?: unknown): void {
  const line = {
    time: new Date().toISOString(),
    level,
    event,
    version: VERSION,
    requestId: currentRequestId(),
    ...Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, redacted(value)])),
    ...(error === undefined ? {} : { error: originOf(error) }),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const PRIVATE = /\barn:aws\S*|\S+@\S+|\bsp-[0-9a-f]{8}-[0-9a-f-]*/gi;

function redacted(value: LogFacts[string]): LogFacts[string] {
  return typeof value === "string" ? value.replace(PRIVATE, "[redacted]") : value;
}

const WORD = /^\w{1,63}$/;

/**
 * The origin of an error without its content: messages, details and parameters of errors from libraries contain ARNs, tokens and
 * rows. `code` is a code of Node, AWS or Postgres; the names of a constraint, table and column are Postgres'.
 */
function originOf(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const words = ["code", "constraint", "table", "column"].flatMap((key) => {
    const word: unknown = Reflect.get(error, key);
    return typeof word === "string" && WORD.test(word) ? [[key, word]] : [];
  });
  return {
    name: WORD.test(error.name) ? error.name : "Error",
    ...Object.fromEntries(words),
    at: framesOf(error),
    ...(error.cause !== undefined && depth < 3 ? { cause: originOf(error.cause, depth + 1) } : {}),
  };
}

/** The innermost eight positions of the stack. The message, which the stack begins with, can contain lines that look like positions. */
function framesOf({ stack = "", message }: Error): readonly string[] {
  const afterMessage = stack.slice(stack.indexOf(message) + message.length);
  const frames = afterMessage.split("\n").filter((line) => /^\s+at /.test(line));
  return frames.slice(0, 8).map((line) => line.trim());
}

// On globalThis, because the Next.js build contains a second copy of this module.
const KEY = Symbol.for("sallyport.request-id");
const global = globalThis as { [KEY]?: AsyncLocalStorage<string | undefined> };
global[KEY] ??= new AsyncLocalStorage<string | undefined>();
const requests = global[KEY];

/** Does the work of one request: every line that is logged in it has the request's ID. */
export function inRequest<T>(requestId: string, work: () => T): T {
  return requests.run(requestId, work);
}

/** Does work that several requests share: its lines have no request's ID. */
export function outsideRequests<T>(work: () => T): T {
  return requests.run(undefined, work);
}

/** The ID of the request that is being handled; undefined outside of requests. */
export function currentRequestId(): string | undefined {
  return requests.getStore();
}

/** A new ID of a request: 12 hexadecimal digits, short enough to read out to support. */
export function newRequestId(): string {
  return randomBytes(6).toString("hex");
}
