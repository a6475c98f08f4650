import "server-only";
import { z } from "zod";
import type { StaffActor, StaffRole } from "#kernel/actor.ts";
import { type Failure, fail, ok, type Result } from "#kernel/result.ts";
import { type Clock, systemClock } from "#kernel/time/clock.ts";
import { answer } from "#lib/request/guards/answer.ts";
import { type RouteVerb, routeInput } from "#lib/request/guards/parse-input.ts";
import { requireStaff } from "#lib/request/guards/require-staff.ts";
import { failureResponse } from "#lib/request/pages/failure-response.ts";
import { seeOther } from "#lib/request/pages/see-other.ts";
import { sessionOfRequest } from "#lib/request/sign-in/sign-in-cookies.ts";
import { takeExport } from "#lib/sign-in/rate-limits.ts";
import { sessionOwner } from "#lib/sign-in/session-owner.ts";
import { type Streamed, streamResponse } from "./customer-stream.ts";
import { openStreams } from "./open-streams.ts";

interface Context<Input, Params> {
  readonly actor: StaffActor;
  readonly input: Input;
  readonly params: Params;
}

interface StaffStreamOptions<Params> {
  readonly clock?: Clock;
  readonly pageOf?: (request: Request, params: Params, failure: Failure) => string | null;
}

/**
 * An HTTP method of `route.ts` for staff in these roles whose response is a file that is written while it is read. The next piece is made
 * when the reader has taken the one before. It ends when the person is no longer signed in as staff, when the reader stalls, and when the
 * process shuts down. `clock`: tests pass a fake one. `pageOf`: the page that a browser returns to if the file is refused, because it would
 * otherwise show the failure in place of the page that started the download; null if there is none.
 */
export function staffStream<S extends z.ZodType, Params extends object = object>(
  entryPoint: Lowercase<string>,
  roles: readonly StaffRole[],
  schema: S | undefined,
  handler: (context: Context<z.output<S>, Params>) => Promise<Result<Streamed>>,
  { clock = systemClock, pageOf }: StaffStreamOptions<Params> = {},
): RouteVerb<Params> {
  const expected = (schema ?? z.strictObject({})) as S;
  return async (request, { params }) => {
    const response = await answer("staff stream", async (): Promise<Result<Response>> => {
      const actor = await requireStaff(request.headers, request.method, { roles, entryPoint });
      if (!actor.ok) return actor;
      const input = await routeInput(expected, request);
      if (!input.ok) return input;
      if (openStreams().goingDown) return fail("unavailable", "The portal is restarting. Try again in a moment.");
      const isPresent = await isStillStaff(actor.value);
      const slot = await takeExport(actor.value);
      if (!slot.ok) return slot;
      try {
        const streamed = await handler({ actor: actor.value, input: input.value, params: await params });
        if (streamed.ok)
          return ok(streamResponse(streamed.value, { request, isPresent, leave: new AbortController(), release: slot.value, clock }));
        slot.value();
        return streamed;
      } catch (error) {
        slot.value();
        throw error;
      }
    });
    if (response.ok) return response.value;
    const page = request.headers.get("sec-fetch-mode") === "navigate" ? (pageOf?.(request, await params, response) ?? null) : null;
    return page === null ? failureResponse(response) : seeOther(page);
  };
}

/** Checks again in the database whether the person of a request is still signed in as staff with the same role. */
async function isStillStaff(actor: StaffActor): Promise<() => Promise<boolean>> {
  const session = await sessionOfRequest();
  return async () => {
    if (session === null) return false;
    const owner = await sessionOwner(session);
    return owner.kind === "staff" && owner.actor.userId === actor.userId && owner.actor.role === actor.role;
  };
}
