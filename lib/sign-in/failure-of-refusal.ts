import type { Failure } from "#lib/kernel/result.ts";

/** What a refusal by the database means to the person, or null when the error is none. */
export function failureOfRefusal(_error: unknown): Failure | null {
  return null;
}
