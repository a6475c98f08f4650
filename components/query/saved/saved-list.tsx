"use client";

import Button from "@cloudscape-design/components/button";
import { useState } from "react";
import { visibleText } from "#components/logs/text/visible-text.ts";
import { FailureAlert } from "#components/ui/failure-alert.tsx";
import { SaveQueryForm } from "./save-query-form.tsx";
import styles from "./saved.module.css";
import type { SavedAndHistoryProps } from "./saved-actions.ts";
import { foldersOf, matches } from "./saved-folders.ts";
import row from "./saved-row.module.css";
import { SavedRow } from "./saved-row.tsx";
import { type SavedQueries, useSavedQueries } from "./use-saved-queries.ts";

/** The saved queries by folder, and the form that saves the current query. */
export function SavedList(props: SavedAndHistoryProps & { readonly find: string }) {
  const { find, actions, at, connectionId, tab, onTab } = props;
  const saved = useSavedQueries(actions);
  const [open, setOpen] = useState<string | null>(null);
  const folders = foldersOf((saved.list ?? []).filter((query) => matches(query, find)));
  const known = [...new Set((saved.list ?? []).map(({ folder }) => folder).filter((folder) => folder !== ""))];
  return (
    <>
      <div className={styles["scroll"]} aria-busy={saved.list === null && saved.failure === null}>
        <FailureAlert failure={saved.failure} onDismiss={saved.reload} />
        <Gone saved={saved} />
        {saved.list === null && saved.failure === null && <p className={styles["note"]}>Loading…</p>}
        {saved.list !== null && folders.length === 0 && (
          <p className={styles["note"]}>{find.trim() === "" ? NONE : "No saved queries contain this text."}</p>
        )}
        {folders.map(({ folder, shared, queries }) => (
          <details key={`${shared}${folder}`} open className={styles["folder"]}>
            <summary>
              <strong>{visibleText(titleOf(folder, shared), true)}</strong> {queries.length} · {shared ? "your company" : "only you"}
            </summary>
            <ul aria-label={`Saved queries: ${visibleText(titleOf(folder, shared), true)}`}>
              {queries.map((query) => (
                <SavedRow
                  key={query.id}
                  {...props}
                  {...{ query, saved }}
                  folders={known}
                  open={open === query.id}
                  onToggle={() => setOpen(open === query.id ? null : query.id)}
                />
              ))}
            </ul>
          </details>
        ))}
      </div>
      <footer className={styles["foot"]}>
        {tab === "save" ? (
          <SaveQueryForm
            title="Save current query"
            submit="Save query"
            folders={known}
            groups={at.groups.length}
            onSubmit={(words, withGroups) =>
              saved.save(words, at.text, withGroups ? { connectionId, region: at.region, logGroups: at.groups } : null)
            }
            onDone={(query) => {
              onTab("saved");
              setOpen(query.id);
            }}
            onCancel={() => onTab("saved")}
          />
        ) : (
          <Button onClick={() => onTab("save")}>Save current query</Button>
        )}
      </footer>
    </>
  );
}

const NONE = "No saved queries. Save the current query for yourself, or for everyone in your company.";

function titleOf(folder: string, shared: boolean): string {
  if (folder !== "") return folder;
  return shared ? "Without folder" : "My queries";
}

/** What was removed, with a way back while the panel is open. */
function Gone({ saved: { gone, undo } }: { readonly saved: SavedQueries }) {
  return (
    <p role="status" className={styles["gone"]}>
      {gone !== null && (
        <>
          {`Removed “${visibleText(gone.name, true)}”. `}
          <button type="button" className={row["link"]} onClick={() => void undo()}>
            Undo
          </button>
        </>
      )}
    </p>
  );
}
