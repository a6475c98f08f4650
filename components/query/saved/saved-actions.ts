import type { TimeZone } from "#components/logs/time/time-zone.ts";
import type { ParameterValues } from "#components/query/parameters/use-parameters.ts";
import type { QueryAddress } from "#components/query/query-address.ts";
import type { Action } from "#kernel/action.ts";
import type { LogGroupsCheck, QueryHistoryCursor, QueryHistoryPage, SavedQueryView } from "#lib/logs/insights/shared/query-view.ts";

/** The log groups that a saved query is meant for. */
export interface SavedTarget {
  readonly connectionId: string;
  readonly region: string;
  readonly logGroups: readonly string[];
}

/** What the panel of saved queries and history can ask of the server. */
export interface SavedQueryActions {
  readonly listSavedQueries: Action<Record<string, never>, readonly SavedQueryView[]>;
  readonly saveQuery: Action<{ folder: string; name: string; text: string; shared: boolean; target: SavedTarget | null }, SavedQueryView>;
  readonly changeSavedQuery: Action<
    { id: string; revision: number; folder: string; name: string; shared: boolean; text?: string | undefined },
    SavedQueryView
  >;
  readonly removeSavedQuery: Action<{ id: string }, { removed: true }>;
  readonly listQueryHistory: Action<{ cursor: QueryHistoryCursor | null; find: string }, QueryHistoryPage>;
  readonly deleteQueryHistory: Action<Record<string, never>, { readonly deleted: number }>;
  readonly checkLogGroups: Action<SavedTarget, LogGroupsCheck>;
}

/** Which part of the panel is shown. `save` is the list of saved queries with the form that saves the current one. */
export type SavedTab = "saved" | "save" | "history";

export interface SavedAndHistoryProps {
  readonly connectionId: string;
  readonly tab: SavedTab;
  readonly zone: TimeZone;
  /** The page, whose query can be saved. */
  readonly at: QueryAddress;
  readonly parameters: ParameterValues;
  readonly actions: SavedQueryActions;
  /** Changes when a query has begun or ended, so that the history is loaded again. */
  readonly refresh: unknown;
  readonly onTab: (tab: SavedTab) => void;
  /** Shows a query in the editor; runs it only if the person asked for that. */
  readonly onShow: (query: Partial<QueryAddress>, runs: boolean) => void;
  /** Closes the panel; the page returns the focus. */
  readonly onClose: () => void;
}
