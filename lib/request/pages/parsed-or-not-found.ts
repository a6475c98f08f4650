import "server-only";
import { notFound } from "next/navigation";
import type { z } from "zod";

/** A part of a page's address, parsed: what doesn't parse is answered like what doesn't exist. */
export function parsedOrNotFound<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const parsed = schema.safeParse(raw);
  return parsed.success ? parsed.data : notFound();
}
