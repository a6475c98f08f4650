"use client";

import type { FlashbarProps } from "@cloudscape-design/components/flashbar";
import { lazy, type ReactNode, Suspense, useState } from "react";

/** Loaded with the first notice, because most page visits show none. */
const Flashbar = lazy(() => import("@cloudscape-design/components/flashbar"));

/**
 * Shows the last completed action above the page; the user can dismiss it. On customers' pages it is not green, because green is only for
 * verified connections there.
 */
export function useNotices(type: "info" | "success" = "info"): { bar: ReactNode; notify(sentence: string): void } {
  const [notices, setNotices] = useState<readonly { id: string; sentence: string }[]>([]);
  const items: FlashbarProps.MessageDefinition[] = notices.map(({ id, sentence }) => ({
    id,
    type,
    content: sentence,
    dismissible: true,
    dismissLabel: "Dismiss",
    statusIconAriaLabel: "Done",
    onDismiss: () => setNotices((previous) => previous.filter((notice) => notice.id !== id)),
  }));
  return {
    bar:
      items.length === 0 ? null : (
        <Suspense fallback={null}>
          <Flashbar items={items} i18nStrings={{ ariaLabel: "Notices", infoIconAriaLabel: "Done", successIconAriaLabel: "Done" }} />
        </Suspense>
      ),
    notify: (sentence) => setNotices([{ id: crypto.randomUUID(), sentence }]),
  };
}
