import "server-only";
import { notFound } from "next/navigation";
import type { z } from "zod";

/** Parses a segment of a page's URL; an invalid one makes the page not found, like one that doesn't exist. */
export function parsedOrNotFound<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const parsed = schema.safeParse(raw);
  return parsed.success ? parsed.data : notFound();
}
