"use client";

import Flashbar, { type FlashbarProps } from "@cloudscape-design/components/flashbar";
import { type ReactNode, useState } from "react";

/** Says above the page that something worked; a person dismisses it. */
export function useNotices(): { bar: ReactNode; say(sentence: string): void } {
  const [notices, setNotices] = useState<readonly { id: string; sentence: string }[]>([]);
  const items: FlashbarProps.MessageDefinition[] = notices.map(({ id, sentence }) => ({
    id,
    type: "success",
    content: sentence,
    dismissible: true,
    dismissLabel: "Dismiss",
    statusIconAriaLabel: "Done",
    onDismiss: () => setNotices((shown) => shown.filter((notice) => notice.id !== id)),
  }));
  return {
    bar: items.length === 0 ? null : <Flashbar items={items} i18nStrings={{ ariaLabel: "Notices", successIconAriaLabel: "Done" }} />,
    say: (sentence) => setNotices((shown) => [{ id: crypto.randomUUID(), sentence }, ...shown].slice(0, 3)),
  };
}
