import "server-only";
import type { z } from "zod";
import type { CustomerActor } from "#lib/kernel/actor.ts";
import type { Result } from "#lib/kernel/result.ts";
import { customerAction } from "./customer-action.ts";
import { formFields } from "./form-fields.ts";
import type { CustomerDoor } from "./proven-customer.ts";

/** A {@link customerAction} for `useActionState`: takes the former state and a form. */
export function customerFormAction<S extends z.ZodType, T>(
  schema: S,
  handler: (context: { readonly actor: CustomerActor; readonly input: z.output<S> }) => Promise<Result<T>>,
  door: CustomerDoor = {},
): (previous: Result<T> | null, form: FormData) => Promise<Result<T>> {
  const action = customerAction(schema, handler, door);
  return async (_previous, form) => action((form instanceof FormData ? formFields(form) : form) as z.input<S>);
}
