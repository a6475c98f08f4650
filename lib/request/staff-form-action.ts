import "server-only";
import type { z } from "zod";
import type { StaffActor, StaffRole } from "#lib/kernel/actor.ts";
import type { Result } from "#lib/kernel/result.ts";
import { formFields } from "./form-fields.ts";
import { staffAction } from "./staff-action.ts";

/** A {@link staffAction} for `useActionState`: takes the former state and a form. */
export function staffFormAction<S extends z.ZodType, T>(
  roles: readonly StaffRole[],
  schema: S,
  handler: (context: { readonly actor: StaffActor; readonly input: z.output<S> }) => Promise<Result<T>>,
): (previous: Result<T> | null, form: FormData) => Promise<Result<T>> {
  const action = staffAction(roles, schema, handler);
  return async (_previous, form) => action((form instanceof FormData ? formFields(form) : form) as z.input<S>);
}
