import { useCallback, useEffect, useRef, useState } from "react";
import { pause, StreamOver } from "#components/ui/ask-for-stream.ts";
import { type LogSearch, type LogSearchPart, NEWEST_FIRST_FROM } from "#lib/logs/shared/log-view.ts";
import { type LogSearchState, NOT_SEARCHED, nextSearchState, type SearchStep, sourcesBehind } from "./log-search-state.ts";
import { drawAfterAsking } from "./render-after-request.ts";
import { searchLogEvents } from "./search-log-events.ts";

export type FlowSearch = Omit<LogSearch, "cursor">;

export interface LogSearchControl {
  readonly state: LogSearchState;
  /** Searches several log groups over the same time, as one flow; with none, the former search ends and is forgotten. */
  begin(searches: readonly FlowSearch[]): void;
  /** Goes on where the last calls stopped. */
  older(): void;
  stop(): void;
}

/** A call that breaks off in the middle: the words for it, since nothing else is known. */
const BROKEN: LogSearchPart = {
  kind: "failed",
  code: "unavailable",
  message: "The network connection was lost. The loaded events are kept. Continue the search when the network is back.",
};

/** Milliseconds before each try to go on after the portal asked to connect again. */
const MOVES_MS = [500, 1000, 2000, 4000];

interface Current {
  /** A later search, or going on, makes the former's late parts unheard. */
  number: number;
  searches: readonly FlowSearch[];
  /** The searches of the rows that come back when AWS cannot read a pattern. */
  former: readonly FlowSearch[];
  state: LogSearchState;
  /** Ends the calls that are under way. */
  leave: AbortController;
}

const NOTHING: Omit<Current, "leave"> = { number: 0, searches: [], former: [], state: NOT_SEARCHED };

/**
 * Runs one flow at a time. A call of the server is bounded, so the next ones are made here, of those log groups that hold
 * the flow up, until a screenful is there or the range is searched.
 */
export function useLogSearch(): LogSearchControl {
  const [state, setState] = useState(NOT_SEARCHED);
  const current = useRef<Current>({ ...NOTHING, leave: new AbortController() });

  const take = useCallback((action: SearchStep) => {
    const next = nextSearchState(current.current.state, action);
    if (action.kind === "part" && next.span !== current.current.state.span) current.current.searches = current.current.former;
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
      const goesOn = () => current.current.number === mine && current.current.state.phase === "searching";
      const { signal } = another(current.current);
      while (goesOn()) {
        const calls = sourcesBehind(current.current.state).map((source) => {
          const { cursor = null, ...before } = current.current.state.sources[source] ?? { pages: 0, emptyPages: 0 };
          const search = current.current.searches[source];
          const tell = (part: LogSearchPart) => step(mine, { kind: "part", source, part, before });
          return search === undefined ? tell(BROKEN) : oneCall({ ...search, cursor }, tell, goesOn, signal);
        });
        await Promise.all(calls);
        step(mine, { kind: "rest" });
      }
    },
    [step],
  );

  const begin = useCallback(
    (searches: readonly FlowSearch[]) => {
      const { number, state: shown, searches: before } = current.current;
      const former = shown.events.length > 0 ? before : current.current.former;
      const first = firstStep(searches, former);
      if (first === null) current.current = { ...NOTHING, number: number + 1, leave: another(current.current) };
      else {
        Object.assign(current.current, { number: number + 1, searches, former });
        take(first);
        void run(number + 1);
      }
      drawAfterAsking(draw);
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
  // Who leaves asks for nothing more.
  useEffect(
    () => () => {
      current.current.number += 1;
      current.current.leave.abort();
    },
    [],
  );

  return { state, begin, older, stop };
}

/** The calls that were under way end here: each holds one of the person's streams. */
function another(current: Current): AbortController {
  current.leave.abort();
  current.leave = new AbortController();
  return current.leave;
}

/** How a flow over these log groups begins; null where there are none. */
function firstStep(searches: readonly FlowSearch[], former: readonly FlowSearch[]): SearchStep | null {
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
    ofSameGroups: groupsOf(searches) === groupsOf(former),
  };
}

/** Which log groups are read, in their order: rows know theirs by its place. */
function groupsOf(searches: readonly FlowSearch[]): string {
  return JSON.stringify(searches.map(({ connectionId, region, logGroup }) => [connectionId, region, logGroup]));
}

/** One bounded call for one log group, part by part. Nobody hears what comes after a stop. */
async function oneCall(search: LogSearch, tell: (part: LogSearchPart) => void, goesOn: () => boolean, signal: AbortSignal): Promise<void> {
  for (const wait of [...MOVES_MS, null]) {
    let ended = false;
    try {
      const answer = await searchLogEvents(search, signal);
      if (!answer.ok) return tell({ kind: "failed", code: answer.code, message: answer.message });
      for await (const part of answer.value) {
        if (!goesOn()) return;
        ended ||= part.kind === "end" || part.kind === "failed";
        tell(part);
      }
      return ended ? undefined : tell(BROKEN);
    } catch (error) {
      if (!(error instanceof StreamOver)) return tell(BROKEN);
      if (error.failure !== null) return tell({ kind: "failed", code: error.failure.code, message: error.failure.message });
      // Another process repeats the call from its cursor; what came before does not come twice.
      if (wait !== null) await pause(wait, signal).catch(() => undefined);
    }
    if (!goesOn()) return;
  }
  tell(BROKEN);
}
