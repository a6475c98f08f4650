import { useCallback, useEffect, useRef, useState } from "react";
import { pause, StreamOver } from "#components/ui/fetch-stream.ts";
import { type LogSearch, type LogSearchPart, NEWEST_FIRST_FROM } from "#lib/logs/shared/log-view.ts";
import { type LogSearchState, NOT_SEARCHED, nextSearchState, type SearchStep, sourcesBehind } from "./log-search-state.ts";
import { renderAfterRequest, searchLogEvents } from "./search-log-events.ts";

export type SourceSearch = Omit<LogSearch, "cursor">;

export interface LogSearchControl {
  readonly state: LogSearchState;
  /**
   * Searches several log groups over the same time and merges the results. With none, the previous search ends and is
   * cleared.
   */
  begin(searches: readonly SourceSearch[]): void;
  /** Continues where the last calls stopped. */
  older(): void;
  stop(): void;
}

/** For a call that broke off. The text is general because the cause is unknown. */
const BROKEN: LogSearchPart = {
  kind: "failed",
  code: "unavailable",
  message: "The network connection was lost. The loaded events are kept. Continue the search when the network is back.",
};

/** Milliseconds before each retry after the portal asked to reconnect. */
const RECONNECT_MS = [500, 1000, 2000, 4000];

interface Current {
  /** Incremented by each new or continued search, so that late parts of the previous one are ignored. */
  number: number;
  searches: readonly SourceSearch[];
  /** The searches of the previous rows, which are shown again when AWS rejects a pattern. */
  previous: readonly SourceSearch[];
  state: LogSearchState;
  /** Aborts the calls in progress. */
  leave: AbortController;
}

const NOTHING: Omit<Current, "leave"> = { number: 0, searches: [], previous: [], state: NOT_SEARCHED };

/**
 * Runs one search at a time. Each call to the server is bounded, so this makes the next calls, for the log groups that
 * are behind the others, until enough rows are loaded or the whole range is searched.
 */
export function useLogSearch(): LogSearchControl {
  const [state, setState] = useState(NOT_SEARCHED);
  const current = useRef<Current>({ ...NOTHING, leave: new AbortController() });

  const take = useCallback((action: SearchStep) => {
    const next = nextSearchState(current.current.state, action);
    if (action.kind === "part" && next.span !== current.current.state.span) current.current.searches = current.current.previous;
    current.current.state = next;
  }, []);
  const draw = useCallback(() => setState(current.current.state), []);
  const step = useCallback(
    (mine: number, action: SearchStep) => {
      if (current.current.number !== mine) return;
      take(action);
      draw();
    },
    [take, draw],
  );

  const run = useCallback(
    async (mine: number) => {
      const isCurrent = () => current.current.number === mine && current.current.state.phase === "searching";
      const { signal } = replaceController(current.current);
      while (isCurrent()) {
        const calls = sourcesBehind(current.current.state).map((source) => {
          const { cursor = null, ...before } = current.current.state.sources[source] ?? { pages: 0, emptyPages: 0 };
          const search = current.current.searches[source];
          const tell = (part: LogSearchPart) => step(mine, { kind: "part", source, part, before });
          return search === undefined ? tell(BROKEN) : oneCall({ ...search, cursor }, tell, isCurrent, signal);
        });
        await Promise.all(calls);
        step(mine, { kind: "rest" });
      }
    },
    [step],
  );

  const begin = useCallback(
    (searches: readonly SourceSearch[]) => {
      const { number, state: shown, searches: before } = current.current;
      const previous = shown.events.length > 0 ? before : current.current.previous;
      const first = firstStep(searches, previous);
      if (first === null) current.current = { ...NOTHING, number: number + 1, leave: replaceController(current.current) };
      else {
        Object.assign(current.current, { number: number + 1, searches, previous });
        take(first);
        void run(number + 1);
      }
      renderAfterRequest(draw);
    },
    [run, take, draw],
  );
  const older = useCallback(() => {
    current.current.number += 1;
    step(current.current.number, { kind: "continue" });
    void run(current.current.number);
  }, [run, step]);
  const stop = useCallback(() => {
    step(current.current.number, { kind: "stop" });
    current.current.leave.abort();
  }, [step]);
  // Leaving the page ends the search.
  useEffect(
    () => () => {
      current.current.number += 1;
      current.current.leave.abort();
    },
    [],
  );

  return { state, begin, older, stop };
}

/** Aborts the calls in progress, because each uses one of the user's streams, and returns a new controller. */
function replaceController(current: Current): AbortController {
  current.leave.abort();
  current.leave = new AbortController();
  return current.leave;
}

/** The first step of a search over these log groups; null when there are none. */
function firstStep(searches: readonly SourceSearch[], previous: readonly SourceSearch[]): SearchStep | null {
  const [first] = searches;
  if (first === undefined) return null;
  const { from, to, streams } = first;
  return {
    kind: "begin",
    span: { from, to },
    madeAt: Date.now(),
    sources: searches.length,
    streams,
    oldestFirst: first.oldestFirst === true || from < NEWEST_FIRST_FROM,
    ofSameGroups: groupsOf(searches) === groupsOf(previous),
  };
}

/** Identifies the log groups in their order, because rows refer to them by index. */
function groupsOf(searches: readonly SourceSearch[]): string {
  return JSON.stringify(searches.map(({ connectionId, region, logGroup }) => [connectionId, region, logGroup]));
}

/** Makes one bounded call for one log group and reports its parts. Ignores what arrives after a stop. */
async function oneCall(
  search: LogSearch,
  tell: (part: LogSearchPart) => void,
  isCurrent: () => boolean,
  signal: AbortSignal,
): Promise<void> {
  for (const wait of [...RECONNECT_MS, null]) {
    let ended = false;
    try {
      const answer = await searchLogEvents(search, signal);
      if (!answer.ok) return tell({ kind: "failed", code: answer.code, message: answer.message });
      for await (const part of answer.value) {
        if (!isCurrent()) return;
        ended ||= part.kind === "end" || part.kind === "failed";
        tell(part);
      }
      return ended ? undefined : tell(BROKEN);
    } catch (error) {
      if (!(error instanceof StreamOver)) return tell(BROKEN);
      if (error.failure !== null) return tell({ kind: "failed", code: error.failure.code, message: error.failure.message });
      // Another process repeats the call from its cursor; events that were received already are not added twice.
      if (wait !== null) await pause(wait, signal).catch(() => undefined);
    }
    if (!isCurrent()) return;
  }
  tell(BROKEN);
}
