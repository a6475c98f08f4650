import { z } from "zod";
import { fail, ok, type Result } from "#kernel/result.ts";

const stricter = new WeakMap<z.ZodType, z.ZodType>();

/** Made once for each schema: a new schema is compiled anew at its first use, which costs more than all the rest of a parse. */
function strictOf(schema: z.ZodType): z.ZodType {
  const strict = stricter.get(schema) ?? (schema instanceof z.ZodObject ? schema.strict() : schema);
  stricter.set(schema, strict);
  return strict;
}

/**
 * Parses what a stranger sent. Types vanish at run time, so anything may arrive; a key that the schema doesn't know makes
 * the whole input invalid, also where the schema was written without `strict`.
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
