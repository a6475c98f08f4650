"use client";

import { lazy, Suspense } from "react";
import { NativeDialog } from "#components/logs/native-dialog.tsx";
import styles from "./keyboard-shortcuts.module.css";

const ShortcutList = lazy(() => import("./shortcut-list.tsx").then((found) => ({ default: found.ShortcutList })));

/** The shortcuts that work while a row has the focus. The dialog opens, and closes, before its list is loaded. */
export function KeyboardShortcuts({ onClose }: { readonly onClose: () => void }) {
  return (
    <NativeDialog title="Keyboard shortcuts" className={styles["shortcuts"]} onClose={onClose}>
      <Suspense fallback="Loading…">
        <ShortcutList />
      </Suspense>
    </NativeDialog>
  );
}
