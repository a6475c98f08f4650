import { useCallback, useEffect, useReducer, useRef } from "react";
import { fetchStream, StreamOver } from "#components/ui/fetch-stream.ts";
import type { QueryPart } from "#lib/logs/insights/shared/query-view.ts";
import { type AskedQuery, NOT_RUN, nextRunState, type QueryRunState } from "./query-run-state.ts";

export interface QueryRun {
  readonly state: QueryRunState;
  /** Runs a query. One that runs is stopped first. */
  begin(asked: AskedQuery, confirmed: boolean): void;
  stop(): void;
}

const LOST =
  "The network connection was lost. The rows stay. The portal stops the query within 30 seconds. Run it again when the network is back.";

/** Runs one query at a time. Closing its stream, also by leaving the page, stops it at AWS. */
export function useQueryRun(): QueryRun {
  const [state, step] = useReducer(nextRunState, NOT_RUN);
  const current = useRef(new AbortController());
  const begin = useCallback((asked: AskedQuery, confirmed: boolean) => {
    current.current.abort();
    const mine = new AbortController();
    current.current = mine;
    step({ kind: "begin", asked });
    void follow(asked, confirmed, mine.signal, (part) => !mine.signal.aborted && step({ kind: "part", part })).catch((error: unknown) => {
      if (mine.signal.aborted) return;
      step({ kind: "broken", message: sentenceOfBreak(error) });
    });
  }, []);
  const stop = useCallback(() => {
    current.current.abort();
    step({ kind: "stopped" });
  }, []);
  useEffect(() => () => current.current.abort(), []);
  return { state, begin, stop };
}

/** The sentence for an error of {@link follow}. */
export function sentenceOfBreak(error: unknown): string {
  return error instanceof StreamOver && error.failure !== null ? error.failure.message : LOST;
}

/**
 * Runs a query and tells its parts as they come. Aborting the signal stops the query at AWS.
 * @throws StreamOver, TypeError as `fetchStream` does, or when the stream ends without its last part
 */
export async function follow(
  { connectionId, ...query }: AskedQuery,
  confirmed: boolean,
  signal: AbortSignal,
  tell: (part: QueryPart) => void,
): Promise<void> {
  const answer = await fetchStream<QueryPart>(`/api/connections/${connectionId}/query`, {
    body: { ...query, confirmed },
    signal,
    waits: 2,
  });
  if (!answer.ok)
    return tell({ kind: "failed", code: answer.code, message: answer.message, ...(answer.fields && { fields: answer.fields }) });
  let ended = false;
  for await (const part of answer.value) {
    ended =
      part.kind !== "rows" && part.kind !== "progress" && part.kind !== "waiting" && part.kind !== "scheduled" && part.kind !== "accepted";
    tell(part);
  }
  if (!ended) throw new TypeError("The stream ended before the query.");
}
