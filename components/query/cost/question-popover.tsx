import { type CSSProperties, type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from "react";
import { useStableCallback } from "#components/ui/use-stable-callback.ts";
import styles from "./cost.module.css";

interface QuestionPopoverProps {
  readonly title: string;
  /** Esc. */
  readonly onCancel: () => void;
  /** Where the focus goes at the end if the element that had it is gone. */
  readonly onLost?: (() => void) | undefined;
  readonly className?: string | undefined;
  /** Where it begins, from 0 to 1 of its container. */
  readonly at?: number;
  readonly children: ReactNode;
}

/**
 * A question about cost. It takes the focus itself and not with one of its buttons, so that a key that was pressed for something else
 * confirms nothing. When it closes, the focus returns to where it was.
 */
export function QuestionPopover({ title, onCancel, onLost, className, at, children }: QuestionPopoverProps) {
  const box = useRef<HTMLDivElement>(null);
  const name = useId();
  const lost = useStableCallback(() => onLost?.());
  useEffect(() => {
    const before = document.activeElement;
    // The browser would scroll the chart out of sight.
    box.current?.focus({ preventScroll: true });
    box.current?.scrollIntoView({ block: "nearest" });
    return () => {
      // Somebody who has gone elsewhere in the meantime stays there.
      if (document.activeElement !== document.body) return;
      if (before instanceof HTMLElement && before !== document.body && before.isConnected) before.focus();
      else lost();
    };
  }, [lost]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onCancel();
  };
  return (
    <div
      ref={box}
      role="dialog"
      aria-labelledby={name}
      tabIndex={-1}
      className={`${styles["popover"]} ${className ?? ""}`}
      style={at === undefined ? undefined : ({ "--at": at } as CSSProperties)}
      onKeyDown={onKeyDown}
    >
      <h2 id={name} className={styles["title"]}>
        {title}
      </h2>
      {children}
    </div>
  );
}
