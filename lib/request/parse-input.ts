import { z } from "zod";
import { fail, ok, type Result } from "#lib/kernel/result.ts";

/**
 * Parses what a stranger sent. Types vanish at run time, so anything may arrive; a key that the schema doesn't know makes
 * the whole input invalid, also where the schema was written without `strict`.
 */
export function parseInput<S extends z.ZodType>(schema: S, raw: unknown): Result<z.output<S>> {
  const strict: z.ZodType = schema instanceof z.ZodObject ? schema.strict() : schema;
  const parsed = strict.safeParse(raw);
  if (parsed.success) return ok(parsed.data as z.output<S>);
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) {
    const name = issue.path.map(String).join(".");
    if (name) fields[name] ??= issue.message;
  }
  const message = Object.values(fields)[0] ?? "This request could not be understood.";
  return fail("invalid", message, { fields });
}
