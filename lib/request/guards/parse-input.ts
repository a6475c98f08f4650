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

/** The second argument that Next.js passes to an HTTP method of `route.ts`. */
export interface RouteContext<Params> {
  readonly params: Promise<Params>;
}

export type RouteVerb<Params> = (request: Request, context: RouteContext<Params>) => Promise<Response>;

async function bodyOf(request: Request): Promise<unknown> {
  const type = request.headers.get("content-type") ?? "";
  if (type.startsWith("application/json")) return request.json();
  if (type.startsWith("application/x-www-form-urlencoded") || type.startsWith("multipart/form-data"))
    return formFields(await request.formData());
  return {};
}

/** A route's input, parsed strictly: the query of a GET, otherwise a body of JSON or of a form. `http-server.ts` has limited its length before. */
export async function routeInput<S extends z.ZodType>(schema: S, request: Request): Promise<Result<z.output<S>>> {
  if (request.method === "GET" || request.method === "HEAD")
    return parseInput(schema, Object.fromEntries(new URL(request.url).searchParams));
  try {
    return parseInput(schema, await bodyOf(request));
  } catch {
    return fail("invalid", "Invalid request. Reload the page and try again.");
  }
}

/**
 * The fields of a form as a plain object, for strict parsing. The hidden fields of Next.js are left out; a file, and a name
 * that occurs twice, stay as they are, so that a schema of strings rejects them.
 */
function formFields(form: FormData): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const name of new Set(form.keys())) {
    if (name.startsWith("$ACTION")) continue;
    const values = form.getAll(name);
    fields[name] = values.length === 1 ? values[0] : values;
  }
  return fields;
}
