"use client";

import { NativeDialog } from "#components/logs/native-dialog.tsx";
import styles from "./keyboard-shortcuts.module.css";

const KEYS: readonly (readonly [string, string])[] = [
  ["↑ ↓", "Previous or next row (also k and j)"],
  ["Page Up, Page Down", "20 rows up or down"],
  ["Home, End", "First or last row"],
  ["Enter", "Open or close the row"],
  ["e, Shift+e", "Next or previous error"],
  ["f", "Find in loaded events (Enter: next, Shift+Enter: previous)"],
  ["w", "Turn line wrapping on or off"],
  ["/", "Go to the search field"],
  ["?", "Show keyboard shortcuts"],
];

/** The shortcuts that work while a row has the focus. */
export function KeyboardShortcuts({ onClose }: { readonly onClose: () => void }) {
  return (
    <NativeDialog title="Keyboard shortcuts" className={styles["shortcuts"]} onClose={onClose}>
      <dl>
        {KEYS.map(([key, does]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </NativeDialog>
  );
}
