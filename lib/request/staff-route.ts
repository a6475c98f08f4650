import "server-only";
import { z } from "zod";
import type { StaffActor, StaffRole } from "#lib/kernel/actor.ts";
import { ok } from "#lib/kernel/result.ts";
import { answer } from "./answer.ts";
import { failureResponse } from "./failure-response.ts";
import { provenStaff } from "./proven-staff.ts";
import type { RouteVerb } from "./route-context.ts";
import { routeInput } from "./route-input.ts";

interface Context<Input, Params> {
  readonly actor: StaffActor;
  readonly input: Input;
  readonly request: Request;
  readonly params: Params;
}

/** A verb of `route.ts` for staff in these roles; otherwise like {@link customerRoute}. */
export function staffRoute<S extends z.ZodType = z.ZodObject, Params extends object = object>(
  roles: readonly StaffRole[],
  schema: S | undefined,
  handler: (context: Context<z.output<S>, Params>) => Promise<Response>,
): RouteVerb<Params> {
  const expected = (schema ?? z.strictObject({})) as S;
  return async (request, { params }) => {
    const response = await answer("staff route", async () => {
      const actor = await provenStaff(request.headers, request.method, roles);
      if (!actor.ok) return actor;
      const input = await routeInput(expected, request);
      return input.ok ? ok(await handler({ actor: actor.value, input: input.value, request, params: await params })) : input;
    });
    return response.ok ? response.value : failureResponse(response);
  };
}
