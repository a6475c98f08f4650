import { useEffect, useState } from "react";
import { rangeText } from "#components/logs/time/time-range.ts";
import { type CrossAddress, crossHref } from "#components/query/cross/cross-address.ts";
import { isRunActive, shownRun } from "#components/query/cross/cross-run-state.ts";
import type { CrossRunning } from "#components/query/cross/use-cross-run.ts";
import { useStableCallback } from "#components/ui/use-stable-callback.ts";
import type { CrossConnection } from "#lib/logs/insights/shared/cross-connection.ts";
import type { OpenedParts } from "#lib/logs/insights/shared/query-view.ts";
import { openedAsked, parameterOf, resultsParameter } from "./opened-parts.ts";

interface OpeningPage {
  readonly connections: readonly CrossConnection[];
  readonly at: CrossAddress;
  /** Whether `at` has the query of the link. */
  readonly isRead: boolean;
  readonly running: CrossRunning;
}

/**
 * Reads the results that the link of the page names; nothing is run. Returns the results that the URL should name: those on the page
 * until the person changes the query, so that a tab that is loaded again, or returned to, has its rows.
 */
export function useOpenParts(opened: OpenedParts, { connections, at, isRead, running: { state, begin } }: OpeningPage) {
  /** What the page showed when its result was asked for. */
  const [of, setOf] = useState<CrossAddress | null>(null);
  const open = useStableCallback(() => {
    // The URL names the results of a run too, so a page that the server renders again can name what is on the page already.
    if (opened.kind !== "parts" || state.run !== null) return;
    const asked = openedAsked(connections, opened.parts, at);
    if (asked.targets.length === 0 && asked.leftOut.length === 0) return;
    setOf(at);
    begin(asked);
  });
  const isLinked = opened.kind === "parts" && isRead;
  useEffect(() => {
    if (isLinked) open();
  }, [isLinked, open]);
  const { run } = state;
  const linked = opened.kind === "parts" ? parameterOf(opened.parts) : null;
  const named = run === null || run.asked.opened !== null ? linked : isRunActive(run) ? null : resultsParameter(run);
  const isSame = of === null ? run === null : crossHref(of) === crossHref(at);
  const shown = shownRun(state);
  const isOther = of !== null && shown !== null && !shown.previous && rangeText(of.range) !== rangeText(at.range);
  /** To be called with what the page shows when a query is run. */
  const ran = useStableCallback((address: CrossAddress) => setOf(address));
  return {
    results: isSame ? named : null,
    /** The range of the rows, where the page shows another one. */
    otherRange: isOther ? { from: shown.run.asked.from, to: shown.run.asked.to } : null,
    /** What the page showed when its rows were asked for; null if they are of an earlier run. */
    ofRows: shown === null || shown.previous ? null : of,
    ran,
  };
}
