"use client";

import { useEffect, useRef } from "react";
import styles from "./keys-sheet.module.css";

const KEYS: readonly (readonly [string, string])[] = [
  ["↑ ↓", "one row up, down (also k and j)"],
  ["Page Up, Page Down", "twenty rows"],
  ["Home, End", "first and last row"],
  ["Enter", "open or close the row"],
  ["e, Shift+e", "next error, error before"],
  ["f", "find in what is loaded; then Enter, Shift+Enter"],
  ["w", "wrap long lines, or not"],
  ["/", "to the search"],
  ["?", "this sheet"],
];

/** What the keys do while a row has the focus. */
export function KeysSheet({ onClose }: { readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className={styles["sheet"]} aria-labelledby="keys" onClose={onClose}>
      <h2 id="keys">Keys in the list</h2>
      <dl>
        {KEYS.map(([key, does]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  );
}
