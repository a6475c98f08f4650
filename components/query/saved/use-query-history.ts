import { useEffect, useRef, useState } from "react";
import { attempt } from "#components/ui/attempt.ts";
import { useStableCallback } from "#components/ui/use-stable-callback.ts";
import type { Failure } from "#kernel/result.ts";
import type { QueryHistoryCursor, QueryHistoryView } from "#lib/logs/insights/shared/query-view.ts";
import type { SavedQueryActions } from "./saved-actions.ts";

export interface QueryHistory {
  /** Null until the first page is loaded. */
  readonly queries: readonly QueryHistoryView[] | null;
  /** The text that the queries were searched with, which may be older than the typed one. */
  readonly found: string;
  readonly loading: boolean;
  readonly hasMore: boolean;
  readonly failure: Failure | null;
  more(): void;
  /** Loads the first page again. */
  reload(): void;
  remove(): Promise<void>;
}

const TYPED_MS = 300;

interface Loaded {
  readonly queries: readonly QueryHistoryView[];
  readonly cursor: QueryHistoryCursor | null;
  /** The text that they were searched with. */
  readonly found: string;
}

/**
 * The person's history, page by page.
 * @param find a text that the queries contain; the server searches
 * @param refresh loads the first page again when it changes, because a query has ended
 */
export function useQueryHistory(actions: SavedQueryActions, find: string, refresh: unknown): QueryHistory {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [loading, setLoading] = useState(true);
  const [failure, setFailure] = useState<Failure | null>(null);
  const newest = useRef(0);
  const load = useStableCallback(async (before: Loaded | null) => {
    newest.current += 1;
    const mine = newest.current;
    setLoading(true);
    const answer = await attempt(() => actions.listQueryHistory({ cursor: before?.cursor ?? null, find }));
    // Another text was typed in the meantime.
    if (mine !== newest.current) return;
    setLoading(false);
    setFailure(answer.ok ? null : answer);
    if (answer.ok) setLoaded({ queries: [...(before?.queries ?? []), ...answer.value.queries], cursor: answer.value.cursor, found: find });
  });
  // A new text, and a query that has ended, begin with the first page.
  useEffect(() => {
    const timer = setTimeout(() => void load(null), find === "" ? 0 : TYPED_MS);
    return () => clearTimeout(timer);
  }, [find, refresh, load]);
  const remove = useStableCallback(async () => {
    const answer = await attempt(() => actions.deleteQueryHistory({}));
    if (answer.ok) await load(null);
    else setFailure(answer);
  });
  return {
    queries: loaded?.queries ?? null,
    found: loaded?.found ?? "",
    loading,
    hasMore: loaded?.cursor != null,
    failure,
    more: () => void load(loaded),
    reload: () => void load(null),
    remove,
  };
}
