import "server-only";
import { after } from "next/server";
import { z } from "zod";
import type { CustomerActor } from "#kernel/actor.ts";
import { webEnv } from "#kernel/process/env.ts";
import { type Failure, fail, ok, type Result } from "#kernel/result.ts";
import { type Clock, systemClock } from "#kernel/time/clock.ts";
import { answer } from "#lib/request/guards/answer.ts";
import { isStillMember, type Presence } from "#lib/request/guards/is-still-member.ts";
import { type RouteVerb, routeInput } from "#lib/request/guards/parse-input.ts";
import { type CustomerEntryPoint, requireCustomer } from "#lib/request/guards/require-customer.ts";
import { failureResponse } from "#lib/request/pages/failure-response.ts";
import { takeStream } from "#lib/sign-in/rate-limits.ts";
import { responseOf } from "./node-responses.ts";
import { openStreams, type StreamEnd } from "./open-streams.ts";
import { guardedStream, StreamBody, type StreamForm } from "./stream-body.ts";

/** The parts of a stream, and who may continue to read it. */
export interface Streamed {
  /** Parts for server-sent events, each sent as one JSON message; or pieces of a file. */
  readonly parts: AsyncIterable<unknown>;
  /** The headers of a file; omitted = server-sent events. */
  readonly file?: Readonly<Record<string, string>>;
  /** Checked once per second, in addition to whether the person is still signed in and a member. */
  readonly isAllowed?: () => Promise<boolean>;
  /** Work that this process must finish before it shuts down, although the stream ends. */
  readonly unfinished?: () => Promise<void>;
}

interface Context<Input, Params> {
  readonly actor: CustomerActor;
  readonly input: Input;
  readonly params: Params;
  readonly request: Request;
  /** Aborted when the reader leaves or the stream ends for another reason. */
  readonly signal: AbortSignal;
  readonly isPresent: Presence;
  /** Whether this process is about to stop. */
  readonly isStopping: () => boolean;
}

interface StreamEntryPoint<Input> extends CustomerEntryPoint {
  /** Whether the input gets an immediate response without a stream. */
  readonly isShort?: (input: Input) => boolean;
  /** Tests pass a fake clock. */
  readonly clock?: Clock;
}

/**
 * An HTTP method of `route.ts` for members of a customer with a streaming response: the only transport of verifications, live tails,
 * searches and files. It takes a slot of the person and of the customer before the work begins (429 when all are
 * taken), creates a part only when the reader has taken the previous one, and ends when the person or the connection may no longer
 * be read, when the socket is stalled, and when the process shuts down. A failure before the stream is sent as JSON.
 */
export function customerStream<S extends z.ZodType = z.ZodObject, Params extends object = object>(
  schema: S | undefined,
  handler: (context: Context<z.output<S>, Params>) => Promise<Result<Streamed> | Response>,
  entryPoint: StreamEntryPoint<z.output<S>> = {},
): RouteVerb<Params> {
  const expected = (schema ?? z.strictObject({})) as S;
  return async (request, { params }) => {
    const response = await answer("customer stream", async (): Promise<Result<Response>> => {
      const actor = await requireCustomer(request.headers, request.method, { ...entryPoint, calls: "streams" });
      if (!actor.ok) return actor;
      const input = await routeInput(expected, request);
      if (!input.ok) return input;
      const [isPresent, leave] = [await isStillMember(actor.value), new AbortController()];
      const context = {
        actor: actor.value,
        input: input.value,
        params: await params,
        request,
        signal: AbortSignal.any([request.signal, leave.signal]),
        isPresent,
        isStopping: () => openStreams().goingDown,
      };
      const begun = async () => {
        const result = await handler(context);
        return result instanceof Response ? ok(result) : result;
      };
      if (entryPoint.isShort?.(input.value) === true) {
        const result = await begun();
        return result.ok && !(result.value instanceof Response)
          ? fail("invalid", "The response to this request is a stream.")
          : (result as Result<Response>);
      }
      return inSlot(actor.value, async (release) => {
        const result = await begun();
        if (!result.ok || result.value instanceof Response) {
          release();
          return result as Result<Response>;
        }
        return ok(streamResponse(result.value, { request, isPresent, leave, release, clock: entryPoint.clock ?? systemClock }));
      });
    });
    return response.ok ? response.value : failureResponse(response);
  };
}

/** Takes a slot for the work, which releases it at its end. */
async function inSlot(actor: CustomerActor, work: (release: () => void) => Promise<Result<Response>>): Promise<Result<Response>> {
  if (openStreams().goingDown) return ok(later(fail("unavailable", "The portal is restarting. Try again in a moment.")));
  const stream = await takeStream(actor, webEnv().streamLimits);
  if (!stream.ok) return ok(later(stream));
  try {
    return await work(stream.value);
  } catch (error) {
    stream.value();
    throw error;
  }
}

/** How many seconds a browser should wait before it retries after a temporary refusal. */
const RETRY_AFTER_SECONDS = 2;

function later(failure: Failure): Response {
  return failureResponse({ ...failure, retryAfterSeconds: RETRY_AFTER_SECONDS });
}

const EVENT_HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store, no-transform",
  "x-accel-buffering": "no",
};
const EVENTS: StreamForm<unknown> = {
  encode: (part) => `data: ${JSON.stringify(part)}\n\n`,
  quiet: ": still here\n\n",
  // An incomplete message is marked, so that the reader does not parse it as a complete one.
  lastWords: (why: StreamEnd, afterHalf) =>
    `${afterHalf ? "\n: cut\n\n" : ""}${why.kind === "reconnect" ? "event: reconnect\ndata: {}" : `event: ended\ndata: ${JSON.stringify(why.failure)}`}\n\n`,
};
const FILE: StreamForm<unknown> = { encode: String, quiet: null, lastWords: () => null };

export interface Opening {
  readonly request: Request;
  readonly isPresent: Presence;
  readonly leave: AbortController;
  readonly release: () => void;
  readonly clock: Clock;
}

/** The response of a stream that a guard has let in and that has taken its slot. */
export function streamResponse(
  { parts, file, isAllowed, unfinished }: Streamed,
  { request, isPresent, leave, release, clock }: Opening,
): Response {
  const streams = openStreams(clock);
  const body: StreamBody<unknown> = new StreamBody(guardedStream("customer stream", parts), file === undefined ? EVENTS : FILE, {
    isFile: file !== undefined,
    isAllowed: async () => (await Promise.all([isPresent(), isAllowed?.() ?? true])).every(Boolean),
    cut: () => void responseOf(request.headers)?.destroy(),
    clock,
    leave,
    left: request.signal,
    over: () => {
      streams.remove(body);
      release();
    },
  });
  streams.add(body);
  if (unfinished !== undefined) after(unfinished);
  return new Response(body.stream, { headers: file ?? EVENT_HEADERS });
}
