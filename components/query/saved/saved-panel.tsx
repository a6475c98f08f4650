"use client";

import Button, { type ButtonProps } from "@cloudscape-design/components/button";
import { lazy, type RefObject, Suspense, useRef, useState } from "react";
import type { SavedAndHistoryProps, SavedTab } from "./saved-actions.ts";

const SavedAndHistory = lazy(() => import("./saved-and-history.tsx").then((found) => ({ default: found.SavedAndHistory })));

/** Which part of the panel of saved queries and history is open, if it is, and the button to which closing it returns. */
export function useSavedPanel() {
  const [tab, setTab] = useState<SavedTab | null>(null);
  const button = useRef<ButtonProps.Ref>(null);
  const close = () => {
    setTab(null);
    button.current?.focus();
  };
  return { tab, setTab, button, close, open: tab !== null };
}

export type SavedPanel = ReturnType<typeof useSavedPanel>;

interface SavedButtonProps {
  readonly panel: SavedPanel;
}

/** Opens and closes the panel. */
export function SavedButton({ panel: { open, setTab, button, close } }: SavedButtonProps) {
  return (
    <Button ref={button as RefObject<ButtonProps.Ref>} ariaExpanded={open} onClick={() => (open ? close() : setTab("saved"))}>
      Saved and history
    </Button>
  );
}

/** Opens the panel with the form that saves the current query. */
export function SaveButton({ panel: { setTab } }: SavedButtonProps) {
  return (
    <Button variant="inline-link" onClick={() => setTab("save")}>
      Save query
    </Button>
  );
}

/** The panel, whose code loads when it is opened for the first time. */
export function SavedPanelSlot({
  panel: { tab, setTab, close },
  ...props
}: SavedButtonProps & Omit<SavedAndHistoryProps, "tab" | "onTab" | "onClose">) {
  if (tab === null) return null;
  return (
    <Suspense fallback={null}>
      <SavedAndHistory {...props} tab={tab} onTab={setTab} onClose={close} />
    </Suspense>
  );
}
