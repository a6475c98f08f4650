"use client";

import type { ReactNode } from "react";
import { visibleText } from "#components/logs/text/visible-text.ts";
import type { DisplaySettings } from "#components/logs/use-display-settings.ts";
import { countText } from "#components/ui/count-text.ts";
import styles from "./list-head.module.css";

interface ListHeadProps {
  /** The log group of the events; the table of groups may show another connection's groups. */
  readonly group: string | null;
  readonly order: "newest" | "oldest";
  /** Searches in the reverse order; null during a live tail. */
  readonly onOrder: ((oldestFirst: boolean) => void) | null;
  readonly streams: number;
  /** The find box. */
  readonly find: ReactNode;
  readonly choices: DisplaySettings;
  readonly onChoices: (change: Partial<DisplaySettings>) => void;
  readonly patterns: boolean;
  readonly onPatterns: () => void;
  readonly onKeys: () => void;
}

/** The bar above the rows: sort order, find box, display settings. */
export function ListHead({ group, order, onOrder, streams, find, choices, onChoices, patterns, onPatterns, onKeys }: ListHeadProps) {
  return (
    <div className={styles["head"]}>
      <span className={styles["order"]}>
        {onOrder === null ? (
          <strong>Newest last</strong>
        ) : (
          <select aria-label="Order" value={order} onChange={(event) => onOrder(event.target.value === "oldest")}>
            <option value="newest">Newest first</option>
            <option value="oldest">Oldest first</option>
          </select>
        )}
        <span className={styles["about"]}>
          {streams > 0 && ` · ${countText(streams, "stream")}`}
          {group !== null && ` · ${visibleText(group, true)}`}
        </span>
      </span>
      {find}
      <button type="button" aria-pressed={patterns} onClick={onPatterns}>
        Patterns
      </button>
      <button type="button" aria-pressed={choices.wrap} onClick={() => onChoices({ wrap: !choices.wrap })}>
        Wrap lines
      </button>
      <button type="button" aria-pressed={choices.dense} onClick={() => onChoices({ dense: !choices.dense })}>
        Compact
      </button>
      <button type="button" className={styles["keys"]} aria-label="Keyboard shortcuts" onClick={onKeys}>
        Shortcuts
      </button>
    </div>
  );
}
