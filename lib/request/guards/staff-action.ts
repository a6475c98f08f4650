import "server-only";
import { headers } from "next/headers";
import type { z } from "zod";
import type { StaffActor, StaffRole } from "#kernel/actor.ts";
import type { Result } from "#kernel/result.ts";
import { answer } from "./answer.ts";
import { parseInput } from "./parse-input.ts";
import { requireStaff } from "./require-staff.ts";

/**
 * A server action for staff in these roles. Any other signed-in person is refused and the attempt is audited with the name of the
 * entry point (`entryPoint`: lowercase words joined by hyphens, at most 40 characters).
 */
export function staffAction<S extends z.ZodType, T>(
  entryPoint: Lowercase<string>,
  roles: readonly StaffRole[],
  schema: S,
  handler: (context: { readonly actor: StaffActor; readonly input: z.output<S> }) => Promise<Result<T>>,
): (input: z.input<S>) => Promise<Result<T>> {
  return (raw) =>
    answer("staff action", async () => {
      const actor = await requireStaff(await headers(), "POST", { roles, entryPoint });
      if (!actor.ok) return actor;
      const input = parseInput(schema, raw);
      return input.ok ? handler({ actor: actor.value, input: input.value }) : input;
    });
}
