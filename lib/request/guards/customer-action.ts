import "server-only";
import { headers } from "next/headers";
import type { z } from "zod";
import type { CustomerActor } from "#kernel/actor.ts";
import type { Result } from "#kernel/result.ts";
import { answer } from "./answer.ts";
import { parseInput } from "./parse-input.ts";
import { type CustomerEntryPoint, requireCustomer } from "./require-customer.ts";

type Handler<S extends z.ZodType, T> = (context: { readonly actor: CustomerActor; readonly input: z.output<S> }) => Promise<Result<T>>;

/**
 * A server action for members of a customer: session, membership, role and origin are checked, then the input is parsed
 * strictly, then the handler runs with the actor. Every other outcome is a failure and the handler is not called.
 */
export function customerAction<S extends z.ZodType, T>(
  schema: S,
  handler: Handler<S, T>,
  entryPoint: CustomerEntryPoint = {},
): (input: z.input<S>) => Promise<Result<T>> {
  return (raw) =>
    answer("customer action", async () => {
      const actor = await requireCustomer(await headers(), "POST", { ...entryPoint, calls: "actions" });
      if (!actor.ok) return actor;
      const input = parseInput(schema, raw);
      return input.ok ? handler({ actor: actor.value, input: input.value }) : input;
    });
}
