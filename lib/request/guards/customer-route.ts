import "server-only";
import { z } from "zod";
import type { CustomerActor } from "#kernel/actor.ts";
import { ok } from "#kernel/result.ts";
import { failureResponse } from "#lib/request/pages/failure-response.ts";
import { answer } from "./answer.ts";
import { type RouteVerb, routeInput } from "./parse-input.ts";
import { type CustomerEntryPoint, requireCustomer } from "./require-customer.ts";

interface Context<Input, Params> {
  readonly actor: CustomerActor;
  readonly input: Input;
  readonly request: Request;
  readonly params: Params;
}

/**
 * An HTTP method of `route.ts` for members of a customer. The input is the query of a GET, otherwise the body; without a schema
 * there must be none. Failures are returned as JSON with their status (401 signed out, 404 not found or foreign).
 */
export function customerRoute<S extends z.ZodType = z.ZodObject, Params extends object = object>(
  schema: S | undefined,
  handler: (context: Context<z.output<S>, Params>) => Promise<Response>,
  entryPoint: CustomerEntryPoint = {},
): RouteVerb<Params> {
  const expected = (schema ?? z.strictObject({})) as S;
  return async (request, { params }) => {
    const response = await answer("customer route", async () => {
      const actor = await requireCustomer(request.headers, request.method, { ...entryPoint, calls: "files" });
      if (!actor.ok) return actor;
      const input = await routeInput(expected, request);
      return input.ok ? ok(await handler({ actor: actor.value, input: input.value, request, params: await params })) : input;
    });
    return response.ok ? response.value : failureResponse(response);
  };
}
