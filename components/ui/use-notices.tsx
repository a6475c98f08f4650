"use client";

import type { FlashbarProps } from "@cloudscape-design/components/flashbar";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { FollowButton } from "#components/frame/follow-button.tsx";

/** Loaded with the first notice, because most page visits show none. */
const Flashbar = lazy(() => import("@cloudscape-design/components/flashbar"));

/** Where the person can go from a notice. */
interface NoticeLink {
  readonly text: string;
  readonly href: string;
}
export type Notify = (sentence: string, link?: NoticeLink) => void;

/**
 * Shows the last completed action above the page; the user can dismiss it. On customers' pages it is not green, because green is only for
 * verified connections there.
 */
export function useNotices(type: "info" | "success" = "info"): { bar: ReactNode; notify: Notify } {
  const [notices, setNotices] = useState<readonly { id: string; sentence: string; link: NoticeLink | undefined }[]>([]);
  const items: FlashbarProps.MessageDefinition[] = notices.map(({ id, sentence, link }) => ({
    id,
    type,
    content: sentence,
    action: link && <FollowButton href={link.href}>{link.text}</FollowButton>,
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
    notify: (sentence, link) => setNotices([{ id: crypto.randomUUID(), sentence, link }]),
  };
}
