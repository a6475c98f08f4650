import { channel } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type Clock, systemClock } from "#kernel/time/clock.ts";

/** The header in which this process stores the ID of the response to a request; a value from the client is overwritten. */
const RESPONSE_HEADER = "x-sallyport-response";

/** Milliseconds for which a socket may keep written data unsent before it is destroyed, and the interval of the check. */
export const UNDRAINED_MS = 60_000;
const LOOK_MS = 5000;

interface Responses {
  readonly open: Map<string, { readonly response: ServerResponse; undrainedSince: number | undefined }>;
  readonly names: WeakMap<ServerResponse, string>;
  last: number;
  looking: boolean;
  ending: boolean;
}

// On globalThis, since a bundler may load this module more than once into one process.
const KEY = Symbol.for("sallyport.responses");
const global = globalThis as { [KEY]?: Responses };

/**
 * Records the response object of every request of this process, and destroys each whose reader has taken nothing for 60
 * seconds: a page, a file or a stream. Without it, a reader who stops keeps memory in use for as long as the socket is open.
 * Called once, when the process starts.
 */
export function watchResponses(clock: Clock = systemClock): void {
  const responses = all();
  channel("http.server.request.start").subscribe((message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    responses.last += 1;
    const name = String(responses.last);
    const entry = { response, undrainedSince: undefined as number | undefined };
    responses.names.set(response, name);
    nameResponse(request, response);
    response.on("drain", () => {
      entry.undrainedSince = undefined;
    });
    response.once("close", () => responses.open.delete(name));
    if (responses.ending) response.shouldKeepAlive = false;
    responses.open.set(name, entry);
    if (!responses.looking) void cutSlowReaders(responses, clock);
  });
}

/**
 * Has a request name its response, over whatever it names. Our own HTTP server does so again when it has removed the internal
 * headers of a request, of which this is one.
 */
export function nameResponse(request: IncomingMessage, response: ServerResponse): void {
  const name = global[KEY]?.names.get(response);
  if (name !== undefined) request.headers[RESPONSE_HEADER] = name;
}

/** The response to the request with these headers; undefined once it is over. */
export function responseOf(headers: Headers): ServerResponse | undefined {
  return global[KEY]?.open.get(headers.get(RESPONSE_HEADER) ?? "")?.response;
}

/** Closes each connection after its response from now on, because the process shuts down and waits for its connections. */
export function closeAfterAnswers(): void {
  const responses = all();
  responses.ending = true;
  for (const { response } of responses.open.values()) {
    response.shouldKeepAlive = false;
    const { socket } = response;
    response.once("finish", () => socket?.end());
  }
}

function all(): Responses {
  const responses = global[KEY] ?? { open: new Map(), names: new WeakMap(), last: 0, looking: false, ending: false };
  global[KEY] = responses;
  return responses;
}

/** Checks while any response is open. */
async function cutSlowReaders(responses: Responses, clock: Clock): Promise<void> {
  const { open } = responses;
  responses.looking = true;
  while (open.size > 0) {
    await clock.wait(LOOK_MS);
    const now = clock.now().getTime();
    for (const entry of open.values()) {
      if (!isUndrained(entry.response)) entry.undrainedSince = undefined;
      else if (entry.undrainedSince === undefined) entry.undrainedSince = now;
      else if (now - entry.undrainedSince >= UNDRAINED_MS) entry.response.destroy();
    }
  }
  responses.looking = false;
}

/** Whether the socket still has unsent data, or has not sent the end. */
function isUndrained(response: ServerResponse): boolean {
  return response.writableNeedDrain || (response.writableEnded && !response.writableFinished);
}
