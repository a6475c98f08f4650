"use client";

import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { HistoryList } from "./history-list.tsx";
import styles from "./saved.module.css";
import type { SavedAndHistoryProps } from "./saved-actions.ts";
import { SavedList } from "./saved-list.tsx";

/** The saved queries and the person's history, beside the result. */
export function SavedAndHistory(props: SavedAndHistoryProps) {
  const { tab, onTab, onClose } = props;
  const [find, setFind] = useState("");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const shown = tab === "history" ? "history" : "saved";
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    onClose();
  };
  return (
    <section className={styles["panel"]} aria-labelledby="saved-and-history" onKeyDown={onKeyDown}>
      <header className={styles["head"]}>
        <h2 id="saved-and-history" ref={heading} tabIndex={-1}>
          Saved and history
        </h2>
        <button type="button" className={styles["close"]} aria-label="Close saved and history" onClick={onClose}>
          ×
        </button>
      </header>
      <div className={styles["tabs"]}>
        <button type="button" aria-pressed={shown === "saved"} onClick={() => onTab("saved")}>
          Saved
        </button>
        <button type="button" aria-pressed={shown === "history"} onClick={() => onTab("history")}>
          History
        </button>
        <input
          type="search"
          aria-label="Find query"
          placeholder="Find query"
          value={find}
          maxLength={200}
          onChange={(event) => setFind(event.target.value)}
          onKeyDown={(event) => {
            // The first Esc clears the field, as in each search field.
            if (event.key === "Escape" && find !== "") {
              event.preventDefault();
              setFind("");
            }
          }}
        />
      </div>
      {shown === "history" ? <HistoryList {...props} find={find} /> : <SavedList {...props} find={find} />}
    </section>
  );
}
