import { useState } from "react";
import { rangeText, type TimeRange } from "#components/logs/time/time-range.ts";
import { type QueryAddress, queryHref } from "#components/query/query-address.ts";
import { type AskedQuery, completeQueryId, type QueryRunState, writtenText } from "#components/query/run/query-run-state.ts";
import { useStableCallback } from "#components/ui/use-stable-callback.ts";

interface ZoomingPage {
  readonly connectionId: string;
  readonly at: QueryAddress;
  readonly state: QueryRunState;
  readonly setAt: (at: QueryAddress) => void;
  readonly begin: (asked: AskedQuery, confirmed: boolean) => void;
  readonly ran: (at: QueryAddress) => void;
  readonly reopen: (queryId: string) => boolean;
  /** Gives the parameters of the query their earlier values. */
  readonly restore: (values: Readonly<Record<string, string>>) => void;
}

/** What the page showed before a range was chosen in a chart. */
interface EarlierStep {
  readonly at: QueryAddress;
  /** Its result; null if it was not complete. */
  readonly queryId: string | null;
}

/** Runs a query over a range that was chosen in a chart, and goes back to the range before. */
export function useZoom({ connectionId, at, state, setAt, begin, ran, reopen, restore }: ZoomingPage) {
  /** The step before, by the range that was chosen. */
  const [earlier, setEarlier] = useState<ReadonlyMap<string, EarlierStep>>(new Map());
  const shown = state.result?.asked;
  /** Runs the query of the rows over another range, which is a step that the browser's back button takes back. */
  const zoom = useStableCallback((span: { readonly from: number; readonly to: number }) => {
    if (shown === undefined) return;
    const { region, logGroups: groups, template } = shown;
    const to: QueryAddress = { region, groups, text: writtenText(shown), range: { kind: "between", ...span } };
    // The parameters stay in the editor, with the values that the rows have.
    if (template !== undefined) restore(template.values);
    // The step before names its result, so that going back shows those rows and not the ones of the chosen range.
    const queryId = completeQueryId(state);
    window.history.replaceState(null, "", queryHref(connectionId, at, queryId));
    window.history.pushState(null, "", queryHref(connectionId, to));
    setEarlier(new Map(earlier).set(rangeText(to.range), { at, queryId }));
    setAt(to);
    ran(to);
    begin({ ...shown, ...span }, false);
  });
  const before = earlier.get(rangeText(at.range));
  /** Shows the range and the result before the one that was chosen in a chart. Nothing is run. */
  const zoomOut = useStableCallback(() => {
    if (before === undefined) return;
    window.history.pushState(null, "", queryHref(connectionId, before.at, before.queryId));
    setAt(before.at);
    if (before.queryId !== null) reopen(before.queryId);
  });
  const earlierRange: TimeRange | null = before?.at.range ?? null;
  return { zoom, earlierRange, zoomOut };
}
