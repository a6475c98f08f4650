import type { RefObject } from "react";
import { type LogsAddress, sourcesOf } from "#components/logs/search/logs-address.ts";
import { renderAfterRequest } from "#components/logs/search/search-log-events.ts";
import type { LogSearchControl } from "#components/logs/search/use-log-search.ts";
import type { useSearchedAddress } from "#components/logs/search/use-searched-address.ts";
import type { LiveTail } from "#components/logs/tail/use-live-tail.ts";
import { useStableCallback } from "#components/ui/use-stable-callback.ts";
import type { LogsView } from "#lib/logs/shared/log-view.ts";

interface ViewActionsOptions {
  readonly view: LogsView;
  readonly address: ReturnType<typeof useSearchedAddress>;
  readonly control: LogSearchControl;
  readonly tail: LiveTail;
  /** The typed pattern. */
  readonly typedRef: RefObject<string>;
  /** Called when a search uses another pattern than the typed one. */
  readonly onReplaceTyped: () => void;
}

/** The user's actions on the view: search, start or stop the live tail, and switch to AWS's Live Tail where possible. */
export function useViewActions({ view, address, control, tail, typedRef, onReplaceTyped }: ViewActionsOptions) {
  const { at, go: search, show } = address;
  const sources = sourcesOf(view.connectionId, at);
  const isOneGroup = at.streams.length > 0 && sources.length === 1;
  const follow = useStableCallback((to: LogsAddress) => {
    control.stop();
    tail.leave();
    const streams = to.streams.length > 0 && to.also.length === 0 ? { streams: to.streams } : {};
    tail.start(
      sourcesOf(view.connectionId, to).map(({ connectionId, region, group }) => ({
        ...{ connectionId, region, logGroup: group, pattern: to.pattern },
        ...streams,
      })),
    );
  });
  const navigate = useStableCallback<Parameters<typeof search>, void>((wanted) => {
    // Uses the typed pattern even if it was not submitted, because users choose a log group without pressing Enter first.
    const change = { pattern: typedRef.current, ...wanted };
    const replacesTyped = change.pattern !== typedRef.current;
    // A running live tail continues with the new filter.
    if (tail.state.phase === "on" && Object.keys(change).every((word) => word === "pattern" || word === "streams")) {
      show(change);
      if (replacesTyped) onReplaceTyped();
      return follow({ ...at, ...change });
    }
    search(change);
    renderAfterRequest(() => {
      tail.leave();
      if (replacesTyped) onReplaceTyped();
    });
  });
  const toTail = useStableCallback((pattern: string) => {
    if (tail.state.phase === "on") return tail.stop();
    if (pattern !== at.pattern) show({ pattern });
    follow({ ...at, pattern });
  });
  const isOnePlace = sources.every(({ connectionId, region }) => connectionId === view.connectionId && region === at.region);
  const toAws = () =>
    tail.startByAws({
      ...{ connectionId: view.connectionId, region: at.region, pattern: at.pattern },
      logGroups: sources.map(({ group }) => group),
      ...(isOneGroup && { streams: at.streams }),
    });
  return { navigate, toTail, awsTail: view.logAccess === "live-tail" && isOnePlace ? { accountId: view.accountId, onUse: toAws } : null };
}
