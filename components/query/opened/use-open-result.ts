import { useEffect, useRef, useState } from "react";
import type { QueryAddress } from "#components/query/query-address.ts";
import { type AskedQuery, isPrevious, type QueryRunState } from "#components/query/run/query-run-state.ts";
import { useStableCallback } from "#components/ui/use-stable-callback.ts";
import type { OpenedResult } from "#lib/logs/insights/shared/query-view.ts";
import { openedQuery } from "./opened-address.ts";

interface OpeningPage {
  readonly at: QueryAddress;
  readonly state: QueryRunState;
  readonly open: (asked: AskedQuery, queryId: string) => void;
}

/**
 * Reads the result that the link of the page names; nothing is run. Returns the ID of the result that the URL should name: that of the
 * rows on the page until the person changes the query, so that a tab that is loaded again, or restored, has its result.
 */
export function useOpenResult(opened: OpenedResult, { at, state, open }: OpeningPage) {
  /** What the page showed when its result was asked for. */
  const [of, setOf] = useState<QueryAddress | null>(opened.kind === "none" || opened.kind === "absent" ? null : at);
  const latest = useRef({ opened, shown: state.result?.queryId });
  latest.current = { opened, shown: state.result?.queryId };
  const linked = opened.kind === "kept" ? opened.query.queryId : null;
  useEffect(() => {
    const { opened: link, shown: onPage } = latest.current;
    // The URL names the result of a run too, so a page that the server renders again can name what is on the page already.
    if (linked !== null && link.kind === "kept" && onPage !== linked) open(openedQuery(link.query), linked);
  }, [linked, open]);
  const hasRows = state.phase.kind === "complete" && !isPrevious(state);
  const shown = hasRows ? (state.result?.queryId ?? null) : state.asked === null || state.opened ? linked : null;
  /** To be called with what the page shows when a query is run. */
  const ran = useStableCallback((address: QueryAddress) => setOf(address));
  return { resultId: JSON.stringify(at) === JSON.stringify(of) ? shown : null, ran };
}
