import { useCallback } from "react";
import { endsOf } from "#components/logs/time/time-range.ts";
import { type CrossAddress, crossPath, FIRST_CROSS_QUERY } from "#components/query/cross/cross-address.ts";
import { askedAddress, type CrossRunState, isRunActive, shownRun } from "#components/query/cross/cross-run-state.ts";
import { resultsParameter } from "#components/query/opened/opened-parts.ts";
import { fragmentToCopy } from "./query-fragment.ts";
import type { ShareLinks } from "./share-menu.tsx";

/** Makes links to the query of the page, whose time range is fixed, and to its rows once all connections have ended. */
export function useCrossLinks(at: CrossAddress, state: CrossRunState): () => Promise<ShareLinks> {
  const shown = shownRun(state);
  const ended = shown === null || shown.previous || isRunActive(shown.run) ? null : shown.run;
  return useCallback(async () => {
    const results = ended === null ? null : resultsParameter(ended);
    const range = { kind: "between", ...endsOf(at.range, Date.now()) } as const;
    return {
      query: await linkTo({ ...at, range }, null),
      // What is typed after a run is no part of its rows.
      result: ended === null || results === null ? null : await linkTo(askedAddress(ended.asked), results),
    };
  }, [at, ended]);
}

const linkTo = async (address: CrossAddress, results: string | null) =>
  crossPath(address, results) + (address.text === FIRST_CROSS_QUERY ? "" : await fragmentToCopy(address.text));
