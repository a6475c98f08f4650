import { z } from "zod";
import { fail, ok, type Result } from "#kernel/result.ts";

const stricter = new WeakMap<z.ZodType, z.ZodType>();

/** The strict schemas, created once for each schema: zod compiles a new schema at its first use, which takes longer than the parse itself. */
function strictOf(schema: z.ZodType): z.ZodType {
  const strict = stricter.get(schema) ?? (schema instanceof z.ZodObject ? schema.strict() : schema);
  stricter.set(schema, strict);
  return strict;
}

/**
 * Parses untrusted input. TypeScript types do not exist at run time, so the input can have any form; an unknown key makes
 * the whole input invalid, also when the schema was written without `strict`.
 */
export function parseInput<S extends z.ZodType>(schema: S, raw: unknown): Result<z.output<S>> {
  const parsed = strictOf(schema).safeParse(raw);
  if (parsed.success) return ok(parsed.data as z.output<S>);
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) {
    const name = issue.path.map(String).join(".");
    if (name) fields[name] ??= issue.message;
  }
  const message = Object.values(fields)[0] ?? "Invalid request. Reload the page and try again.";
  return fail("invalid", message, { fields });
}
