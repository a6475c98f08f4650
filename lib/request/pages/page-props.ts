import type { ReactNode } from "react";

export type SearchParams = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The props that Next.js passes to a page. */
export interface PageProps<Params> {
  readonly params: Promise<Params>;
  readonly searchParams: Promise<SearchParams>;
}

export type Page<Params> = (props: PageProps<Params>) => Promise<ReactNode>;
