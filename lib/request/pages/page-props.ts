import "server-only";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import type { z } from "zod";

export type SearchParams = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The props that Next.js passes to a page. */
export interface PageProps<Params> {
  readonly params: Promise<Params>;
  readonly searchParams: Promise<SearchParams>;
}

export type Page<Params> = (props: PageProps<Params>) => Promise<ReactNode>;

/** Parses a segment of a page's URL; an invalid one makes the page not found, like one that doesn't exist. */
export function parsedOrNotFound<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const parsed = schema.safeParse(raw);
  return parsed.success ? parsed.data : notFound();
}
