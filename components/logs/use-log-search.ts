import { useCallback, useReducer, useRef } from "react";
import type { StreamAction } from "#lib/kernel/action.ts";
import type { LogSearch, LogSearchPart } from "#lib/logs/log-view.ts";
import { type LogSearchState, NOT_SEARCHED, nextSearchState } from "./log-search-state.ts";

export interface LogSearchControl {
  readonly state: LogSearchState;
  begin(search: Omit<LogSearch, "cursor">): void;
  /** Goes on where the last call stopped. */
  older(): void;
  stop(): void;
}

/** A call that breaks off in the middle: the words for it, since nothing else is known. */
const BROKEN: LogSearchPart = {
  kind: "failed",
  code: "unavailable",
  message: "The connection broke off. What came so far is below; search again to go on.",
};

/**
 * Runs searches, one at a time: a new one makes the former's late parts unheard. A call of the server is bounded, so the
 * next is made here until a screenful is there or the range is searched.
 */
export function useLogSearch(searchLogEvents: StreamAction<LogSearch, LogSearchPart>): LogSearchControl {
  const [state, dispatch] = useReducer(nextSearchState, NOT_SEARCHED);
  const current = useRef({ number: 0, search: null as Omit<LogSearch, "cursor"> | null, state: NOT_SEARCHED });

  const step = useCallback((mine: number, action: Parameters<typeof nextSearchState>[1]) => {
    if (current.current.number !== mine) return;
    current.current.state = nextSearchState(current.current.state, action);
    dispatch(action);
  }, []);

  const run = useCallback(
    async (mine: number) => {
      const { search } = current.current;
      while (search !== null && current.current.number === mine && current.current.state.phase === "searching") {
        const { pages, emptyPages, cursor } = current.current.state;
        const tell = (part: LogSearchPart) => step(mine, { kind: "part", part, before: { pages, emptyPages } });
        let ended = false;
        try {
          const answer = await searchLogEvents({ ...search, cursor });
          if (!answer.ok) return tell({ kind: "failed", code: answer.code, message: answer.message });
          for await (const part of answer.value) {
            if (current.current.number !== mine) return;
            ended ||= part.kind === "end" || part.kind === "failed";
            tell(part);
          }
        } catch {
          return tell(BROKEN);
        }
        if (!ended) return tell(BROKEN);
      }
    },
    [searchLogEvents, step],
  );

  const begin = useCallback(
    (search: Omit<LogSearch, "cursor">) => {
      current.current.number += 1;
      current.current.search = search;
      step(current.current.number, { kind: "begin", span: { from: search.from, to: search.to } });
      void run(current.current.number);
    },
    [run, step],
  );
  const older = useCallback(() => {
    current.current.number += 1;
    step(current.current.number, { kind: "continue" });
    void run(current.current.number);
  }, [run, step]);
  const stop = useCallback(() => step(current.current.number, { kind: "stop" }), [step]);

  return { state, begin, older, stop };
}
