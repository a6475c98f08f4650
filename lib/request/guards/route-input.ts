import type { z } from "zod";
import { fail, type Result } from "#kernel/result.ts";
import { formFields } from "./form-fields.ts";
import { parseInput } from "./parse-input.ts";

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
