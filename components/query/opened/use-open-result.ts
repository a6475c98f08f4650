import { useEffect, useRef, useState } from "react";
import { rangeText } from "#components/logs/time/time-range.ts";
import { type QueryAddress, queryHref } from "#components/query/query-address.ts";
import { type AskedQuery, completeQueryId, isPrevious, type QueryRunState } from "#components/query/run/query-run-state.ts";
import { useStableCallback } from "#components/ui/use-stable-callback.ts";
import type { OpenedResult } from "#lib/logs/insights/shared/query-view.ts";
import { openedQuery } from "./opened-address.ts";

interface OpeningPage {
  readonly at: QueryAddress;
  readonly state: QueryRunState;
  readonly open: (asked: AskedQuery, queryId: string) => void;
}

/** A result that was on the page: its query, and what the page showed. */
interface KnownResult {
  readonly asked: AskedQuery;
  readonly address: QueryAddress;
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
  const onPage = isPrevious(state) ? null : completeQueryId(state);
  // Only the queries, not their rows: AWS keeps those, and reading them again costs nothing.
  const known = useRef(new Map<string, KnownResult>());
  const asked = state.result?.asked;
  useEffect(() => {
    // Only once: a query that must be confirmed and is not run changes `of`, and the rows stay those of the query before.
    if (onPage !== null && asked !== undefined && of !== null && !known.current.has(onPage))
      known.current.set(onPage, { asked, address: of });
  }, [onPage, asked, of]);
  /** Shows a result that was on this page before; false if it was not. */
  const reopen = useStableCallback((queryId: string): boolean => {
    const result = known.current.get(queryId);
    if (result === undefined) return false;
    setOf(result.address);
    if (queryId !== onPage) open(result.asked, queryId);
    return true;
  });
  const { phase } = state;
  /** What the page showed when the rows on it were asked for. */
  const ofRows = (onPage === null ? undefined : known.current.get(onPage)?.address) ?? of;
  const shown = phase.kind === "opening" ? phase.queryId : (onPage ?? (state.asked === null || state.opened ? linked : null));
  /** To be called with what the page shows when a query is run. */
  const ran = useStableCallback((address: QueryAddress) => setOf(address));
  return {
    resultId: ofRows !== null && isSame(at, ofRows) ? shown : null,
    /** The range of the rows, where the page shows another one. */
    otherRange: ofRows === null || isPrevious(state) || rangeText(ofRows.range) === rangeText(at.range) ? null : (asked ?? null),
    ran,
    reopen,
  };
}

const isSame = (a: QueryAddress, b: QueryAddress) => queryHref("", a) === queryHref("", b);
