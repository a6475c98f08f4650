"use client";

import type { FlashbarProps } from "@cloudscape-design/components/flashbar";
import { lazy, type ReactNode, Suspense, useState } from "react";

/** Fetched with the first notice: most visits to a page have none. */
const Flashbar = lazy(() => import("@cloudscape-design/components/flashbar"));

/** Says above the page what was done last; a person dismisses it. Not green: that is kept for what is proven. */
export function useNotices(): { bar: ReactNode; say(sentence: string): void } {
  const [notices, setNotices] = useState<readonly { id: string; sentence: string }[]>([]);
  const items: FlashbarProps.MessageDefinition[] = notices.map(({ id, sentence }) => ({
    id,
    type: "info",
    content: sentence,
    dismissible: true,
    dismissLabel: "Dismiss",
    statusIconAriaLabel: "Done",
    onDismiss: () => setNotices((shown) => shown.filter((notice) => notice.id !== id)),
  }));
  return {
    bar:
      items.length === 0 ? null : (
        <Suspense fallback={null}>
          <Flashbar items={items} i18nStrings={{ ariaLabel: "Notices", infoIconAriaLabel: "Done" }} />
        </Suspense>
      ),
    say: (sentence) => setNotices([{ id: crypto.randomUUID(), sentence }]),
  };
}
