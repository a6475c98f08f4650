import { useCallback, useEffect, useMemo, useReducer, useRef } from "react";
import { StreamOver } from "#components/ui/fetch-stream.ts";
import { type Follower, followOpened, followRun } from "./follow-query.ts";
import { type AskedQuery, NOT_RUN, nextRunState, type QueryRunState } from "./query-run-state.ts";
import { useMorePages } from "./use-more-pages.ts";

export interface QueryRun {
  readonly state: QueryRunState;
  /** Runs a query. One that runs is stopped first. */
  begin(asked: AskedQuery, confirmed: boolean): void;
  /** Reads the result of a query that was started earlier, and follows it if it still runs. */
  open(asked: AskedQuery, queryId: string): void;
  stop(): void;
  /** Does not run the query that must be confirmed. */
  dismiss(): void;
  readonly pages: PagesControl;
}

/** Stops or continues loading the rows beyond the first page. */
export interface PagesControl {
  pause(): void;
  resume(): void;
}

const LOST =
  "The network connection was lost. The rows loaded so far remain available. The portal stops the query within 30 seconds. Run it again when the network is back.";
/** For a result that was being read when the connection broke. */
export const LOST_RESULT = "The network connection was lost. Open the link again when the network is back.";

/** Follows one query at a time. Closing the stream of a query that this page runs, also by leaving the page, stops it at AWS. */
export function useQueryRun(): QueryRun {
  const [state, step] = useReducer(nextRunState, NOT_RUN);
  const current = useRef(new AbortController());
  const follow = useCallback((begun: Parameters<typeof step>[0], lost: string, how: (follower: Follower) => Promise<void>) => {
    current.current.abort();
    const mine = new AbortController();
    current.current = mine;
    step(begun);
    void how({ signal: mine.signal, tell: (part) => !mine.signal.aborted && step({ kind: "part", part }) }).catch((error: unknown) => {
      if (mine.signal.aborted) return;
      step({ kind: "broken", message: sentenceOfBreak(error, lost) });
    });
  }, []);
  const begin = useCallback(
    (asked: AskedQuery, confirmed: boolean) => follow({ kind: "begin", asked }, LOST, (to) => followRun(asked, confirmed, to)),
    [follow],
  );
  const open = useCallback(
    (asked: AskedQuery, queryId: string) =>
      follow({ kind: "open", asked, queryId }, LOST_RESULT, (to) => followOpened(asked.connectionId, queryId, to)),
    [follow],
  );
  const stop = useCallback(() => {
    current.current.abort();
    step({ kind: "stopped" });
  }, []);
  const dismiss = useCallback(() => step({ kind: "dismissed" }), []);
  useEffect(() => () => current.current.abort(), []);
  useMorePages(state, step);
  const pages = useMemo(() => ({ pause: () => step({ kind: "pages-paused" }), resume: () => step({ kind: "pages-continued" }) }), []);
  return { state, begin, open, stop, dismiss, pages };
}

/** The sentence for an error of a run that was followed; `lost` for a connection that broke. */
export function sentenceOfBreak(error: unknown, lost = LOST): string {
  return error instanceof StreamOver && error.failure !== null ? error.failure.message : lost;
}
