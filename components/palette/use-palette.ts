"use client";

import { useEffect, useState } from "react";
import { useFindInPortal } from "./palette-provider.tsx";

/** Whether the command palette is open, and how to open it: with Ctrl+K, on macOS Command+K. `open` is null on pages without one. */
export function usePalette(): { readonly isOpen: boolean; readonly open: (() => void) | null; readonly close: () => void } {
  const find = useFindInPortal();
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    if (find === null) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const held = isMac() ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
      if (!held || event.shiftKey || event.altKey || event.key.toLowerCase() !== "k") return;
      event.preventDefault();
      setOpen(true);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [find]);
  return { isOpen, open: find === null ? null : () => setOpen(true), close: () => setOpen(false) };
}

/** On macOS, Ctrl+K in a text field deletes to the end of the line. */
export const isMac = (): boolean => /Mac|iPhone|iPad/.test(navigator.userAgent);
