import { useEffect } from "react";
import { StreamOver } from "#components/ui/fetch-stream.ts";
import { PageRefused, readPage } from "./follow-query.ts";
import type { QueryRunState, QueryStep } from "./query-run-state.ts";

const CUT = "The network connection was lost.";

/** Loads the pages of a result after the first one, one after the other, until all are there or the person stops it. */
export function useMorePages({ result }: QueryRunState, step: (step: QueryStep) => void): void {
  const asked = result?.asked;
  const queryId = result?.queryId ?? null;
  const cursor = result?.more.kind === "loading" ? result.more.cursor : null;
  useEffect(() => {
    if (asked === undefined || queryId === null || cursor === null) return;
    const leaving = new AbortController();
    const { signal } = leaving;
    readPage(asked.connectionId, queryId, cursor, signal).then(
      (page) => {
        if (!signal.aborted) step({ kind: "page", asked, page });
      },
      (error: unknown) => {
        if (!signal.aborted) step({ kind: "page-cut", asked, message: messageOf(error) });
      },
    );
    return () => leaving.abort();
  }, [asked, queryId, cursor, step]);
}

function messageOf(error: unknown): string {
  if (error instanceof PageRefused) return error.message;
  return error instanceof StreamOver && error.failure !== null ? error.failure.message : CUT;
}
