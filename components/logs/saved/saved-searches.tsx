"use client";

import { type FormEvent, useId, useRef, useState } from "react";
import { NativeDialog } from "#components/logs/native-dialog.tsx";
import { visibleText } from "#components/logs/text/visible-text.ts";
import { rangeName, readRange } from "#components/logs/time/time-range.ts";
import { attempt } from "#components/ui/attempt.ts";
import { CopyButton } from "#components/ui/copy-button.tsx";
import type { Action } from "#kernel/action.ts";
import type { LogsView } from "#lib/logs/shared/log-view.ts";
import type { SavedSearchView, SearchWords } from "#lib/logs/shared/saved-searches-view.ts";
import styles from "./saved-searches.module.css";

export interface SavedSearchActions {
  readonly saveSearch: Action<{ connectionId: string; name: string; words: SearchWords }, SavedSearchView>;
  readonly removeSavedSearch: Action<{ id: string }, { removed: true }>;
}

export interface SavedSearchesProps {
  readonly connectionId: string;
  /** The current view to save; null while no log group is selected. */
  readonly words: SearchWords | null;
  /** A link to the current view with its fixed time range; null when nothing is shown. */
  readonly link: string | null;
  readonly saved: readonly SavedSearchView[];
  readonly connections: readonly LogsView[];
  readonly actions: SavedSearchActions;
  /** Updates the list with a function, because it may have changed since the last render. */
  readonly onSaved: (change: (saved: readonly SavedSearchView[]) => readonly SavedSearchView[]) => void;
  /** Opens a saved search of this connection; those of other connections are links. */
  readonly onOpen: (words: SearchWords) => void;
  readonly onClose: () => void;
}

/** The saved searches of a customer, shared by its members: open, save and remove them. */
export function SavedSearches({ connectionId, words, link, saved, connections, actions, onSaved, onOpen, onClose }: SavedSearchesProps) {
  const { gone, problem, remove, undo } = useRemoval({ actions, onSaved });
  return (
    <NativeDialog title="Saved searches" wide className={styles["saved"]} onClose={onClose}>
      {saved.length === 0 ? (
        <p className={styles["quiet"]}>No saved searches. Everyone in your company can see the searches saved here.</p>
      ) : (
        <ul aria-label="Saved searches">
          {saved.map((search) => (
            <li key={search.id}>
              <a
                href={`/connections/${search.connectionId}/logs?${new URLSearchParams(search.words)}`}
                onClick={(event) => {
                  if (search.connectionId !== connectionId || event.metaKey || event.ctrlKey || event.shiftKey) return;
                  event.preventDefault();
                  onOpen(search.words);
                  onClose();
                }}
              >
                {visibleText(search.name, true)}
              </a>
              <span className={styles["quiet"]}>{aboutText(search, connections)}</span>
              {search.removable && (
                <button
                  type="button"
                  className={styles["action"]}
                  aria-label={`Remove saved search: ${visibleText(search.name, true)}`}
                  onClick={() => void remove(search)}
                >
                  Remove
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      <p role="status" className={styles["gone"]}>
        {gone !== null && (
          <>
            {`Removed “${visibleText(gone.name, true)}”. `}
            <button type="button" className={styles["action"]} onClick={() => void undo(gone)}>
              Undo
            </button>
          </>
        )}
      </p>
      {words !== null && <SaveForm {...{ connectionId, words, actions, onSaved }} />}
      {link !== null && (
        <p>
          <CopyButton text={link} name="Copy link to this search" variant="inline-link">
            Copy link to this search
          </CopyButton>{" "}
          The link keeps the current time range.
        </p>
      )}
      {problem !== null && <p role="alert">{problem}</p>}
    </NativeDialog>
  );
}

/** Removes a saved search. Undo, available while the dialog is open, saves it again. */
function useRemoval({ actions, onSaved }: Pick<SavedSearchesProps, "actions" | "onSaved">) {
  const [gone, setGone] = useState<SavedSearchView | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const going = useRef(new Set<string>());
  const remove = async (search: SavedSearchView) => {
    // A second click would find nothing to remove.
    if (going.current.has(search.id)) return;
    going.current.add(search.id);
    setProblem(null);
    const answer = await attempt(() => actions.removeSavedSearch({ id: search.id }).finally(() => going.current.delete(search.id)));
    if (!answer.ok) return setProblem(answer.message);
    setGone(search);
    onSaved((saved) => saved.filter(({ id }) => id !== search.id));
  };
  const undo = async (search: SavedSearchView) => {
    const { connectionId, name, words } = search;
    // Cleared at once, so that a second click does not save it twice.
    setGone(null);
    const answer = await attempt(() => actions.saveSearch({ connectionId, name, words }));
    setProblem(answer.ok ? null : answer.message);
    if (answer.ok) onSaved((saved) => withSaved(saved, answer.value));
    else setGone(search);
  };
  return { gone, problem, remove, undo };
}

function withSaved(saved: readonly SavedSearchView[], one: SavedSearchView): readonly SavedSearchView[] {
  return [...saved, one].sort((a, b) => a.name.localeCompare(b.name, "en"));
}

interface SaveFormProps extends Pick<SavedSearchesProps, "connectionId" | "actions" | "onSaved"> {
  readonly words: SearchWords;
}

function SaveForm({ connectionId, words, actions, onSaved }: SaveFormProps) {
  const [name, setName] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const field = useId();
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const answer = await attempt(() => actions.saveSearch({ connectionId, name, words }));
    setBusy(false);
    setProblem(answer.ok ? null : answer.message);
    if (!answer.ok) return;
    setName("");
    onSaved((saved) => withSaved(saved, answer.value));
  };
  return (
    <form className={styles["form"]} onSubmit={(event) => void save(event)}>
      <label htmlFor={field}>Name of the current search</label>
      <span>
        <input
          id={field}
          value={name}
          maxLength={200}
          aria-invalid={problem !== null}
          aria-describedby={`${field}-problem`}
          onChange={(event) => setName(event.target.value)}
        />
        <button type="submit" disabled={busy}>
          Save search
        </button>
      </span>
      <p id={`${field}-problem`} role={problem === null ? undefined : "alert"} className={styles["problem"]}>
        {problem}
      </p>
    </form>
  );
}

/** The connection, log group and pattern: "Production · /app/payments/api · { $.level = "error" }". */
function aboutText({ connectionId, words }: SavedSearchView, connections: readonly LogsView[]): string {
  const connection = connections.find((each) => each.connectionId === connectionId)?.name;
  const more = (words["also"] ?? "").split("*").filter(Boolean).length;
  const group = words["group"] && `${words["group"]}${more > 0 ? ` and ${more} more` : ""}`;
  return visibleText(
    [connection ?? "logs not available", group, words["q"], rangeName(readRange(words["range"]))].filter(Boolean).join(" · "),
    true,
  );
}
