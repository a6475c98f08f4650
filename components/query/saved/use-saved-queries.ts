import { useCallback, useEffect, useRef, useState } from "react";
import { attempt } from "#components/ui/attempt.ts";
import { useStableCallback } from "#components/ui/use-stable-callback.ts";
import type { Failure, Result } from "#kernel/result.ts";
import type { SavedQueryView } from "#lib/logs/insights/shared/query-view.ts";
import type { SavedQueryActions, SavedTarget } from "./saved-actions.ts";

/** What a person enters to save a query or to change a saved one. */
export interface SavedQueryWords {
  readonly folder: string;
  readonly name: string;
  readonly shared: boolean;
}

export interface SavedQueries {
  /** Null until they are loaded. */
  readonly list: readonly SavedQueryView[] | null;
  readonly failure: Failure | null;
  /** The query that was removed last, which can be saved again. */
  readonly gone: SavedQueryView | null;
  reload(): void;
  save(words: SavedQueryWords, text: string, target: SavedTarget | null): Promise<Result<SavedQueryView>>;
  /** @param text replaces the query; undefined keeps it */
  change(query: SavedQueryView, words: SavedQueryWords, text: string | undefined): Promise<Result<SavedQueryView>>;
  remove(query: SavedQueryView): Promise<void>;
  undo(): Promise<void>;
}

/** The saved queries, loaded when the panel opens. */
export function useSavedQueries(actions: SavedQueryActions): SavedQueries {
  const [list, setList] = useState<readonly SavedQueryView[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [gone, setGone] = useState<SavedQueryView | null>(null);
  const removing = useRef(new Set<string>());
  const { listSavedQueries } = actions;
  const reload = useCallback(() => {
    setFailure(null);
    void attempt(() => listSavedQueries({})).then((answer) => (answer.ok ? setList(answer.value) : setFailure(answer)));
  }, [listSavedQueries]);
  useEffect(reload, [reload]);
  const put = (one: SavedQueryView) => setList((before) => inOrder([...(before ?? []).filter(({ id }) => id !== one.id), one]));
  const save = useStableCallback(async (words: SavedQueryWords, text: string, target: SavedTarget | null) => {
    const answer = await attempt(() => actions.saveQuery({ ...words, text, target }));
    if (answer.ok) put(answer.value);
    return answer;
  });
  const change = useStableCallback(async ({ id, revision }: SavedQueryView, words: SavedQueryWords, text: string | undefined) => {
    const answer = await attempt(() => actions.changeSavedQuery({ id, revision, ...words, ...(text !== undefined && { text }) }));
    if (answer.ok) put(answer.value);
    return answer;
  });
  const remove = useStableCallback(async (query: SavedQueryView) => {
    // A second click would find nothing to remove.
    if (removing.current.has(query.id)) return;
    removing.current.add(query.id);
    setFailure(null);
    const answer = await attempt(() => actions.removeSavedQuery({ id: query.id }));
    removing.current.delete(query.id);
    if (!answer.ok) return setFailure(answer);
    setList((before) => (before ?? []).filter(({ id }) => id !== query.id));
    setGone(query);
  });
  const undo = useStableCallback(async () => {
    if (gone === null) return;
    // Cleared at once, so that a second click does not save it twice.
    setGone(null);
    const { folder, name, shared, text } = gone;
    const answer = await save({ folder, name, shared }, text, targetOf(gone));
    if (answer.ok) return;
    setFailure(answer);
    setGone(gone);
  });
  return { list, failure, gone, reload, save, change, remove, undo };
}

/** The log groups of a saved query; null if it has none. */
export function targetOf({ connectionId, region, logGroups }: SavedQueryView): SavedTarget | null {
  return connectionId === null || region === null || logGroups.length === 0 ? null : { connectionId, region, logGroups };
}

function inOrder(list: readonly SavedQueryView[]): readonly SavedQueryView[] {
  return list.toSorted((a, b) => a.folder.localeCompare(b.folder, "en") || a.name.localeCompare(b.name, "en"));
}
