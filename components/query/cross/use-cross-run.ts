import { useCallback, useEffect, useReducer, useRef } from "react";
import { followOpened, followRun } from "#components/query/run/follow-query.ts";
import { LOST_RESULT, sentenceOfBreak } from "#components/query/run/use-query-run.ts";
import type { QueryPart } from "#lib/logs/insights/shared/query-view.ts";
import { type CrossAsked, type CrossRunState, type CrossTarget, NOTHING_RUN, nextCrossState, toConfirm } from "./cross-run-state.ts";

/**
 * Queries at the same time. Each keeps a connection to the portal open; a browser opens six to a server over HTTP/1.1, and the portal
 * ten streams for a person.
 */
const AT_ONCE = 4;

export interface CrossRunning {
  readonly state: CrossRunState;
  /** Runs a query in all connections, or reads its results. One that runs is stopped first. */
  begin(asked: CrossAsked): void;
  /** Runs the queries that had to be confirmed. */
  confirm(): void;
  stop(): void;
}

/** Runs one query in several connections, each as on the query page. Leaving the page stops all of them at AWS. */
export function useCrossRun(): CrossRunning {
  const [state, step] = useReducer(nextCrossState, NOTHING_RUN);
  const current = useRef(new AbortController());
  const run = useCallback(async (targets: readonly CrossTarget[], confirmed: boolean, signal: AbortSignal) => {
    const next = targets.values();
    const work = async () => {
      for (const { key, asked, queryId } of next) {
        if (signal.aborted) return;
        step({ kind: "step", key, step: queryId === undefined ? { kind: "begin", asked } : { kind: "open", asked, queryId } });
        const tell = (part: QueryPart) => {
          if (!signal.aborted) step({ kind: "step", key, step: { kind: "part", part } });
        };
        const follower = { signal, tell };
        const followed =
          queryId === undefined ? followRun(asked, confirmed, follower) : followOpened(asked.connectionId, queryId, follower);
        await followed.catch((error: unknown) => {
          const message = sentenceOfBreak(error, queryId === undefined ? undefined : LOST_RESULT);
          if (!signal.aborted) step({ kind: "step", key, step: { kind: "broken", message } });
        });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }, []);
  const begin = useCallback(
    (asked: CrossAsked) => {
      current.current.abort();
      current.current = new AbortController();
      step({ kind: "begin", asked });
      void run(asked.targets, false, current.current.signal);
    },
    [run],
  );
  const { run: newest } = state;
  const confirm = useCallback(() => {
    const targets = newest === null ? [] : toConfirm(newest).map(({ target }) => target);
    if (targets.length === 0) return;
    step({ kind: "again", keys: targets.map(({ key }) => key) });
    void run(targets, true, current.current.signal);
  }, [newest, run]);
  const stop = useCallback(() => {
    current.current.abort();
    current.current = new AbortController();
    step({ kind: "stopped" });
  }, []);
  useEffect(() => () => current.current.abort(), []);
  return { state, begin, confirm, stop };
}
