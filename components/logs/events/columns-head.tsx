"use client";

import { pointerText } from "#components/logs/text/json-pointer.ts";
import { visibleText } from "#components/logs/text/visible-text.ts";
import styles from "./columns.module.css";
import rows from "./events.module.css";

interface ColumnsHeadProps {
  readonly columns: readonly string[];
  /** Whether the search covers more than a day, which makes times longer. */
  readonly days: boolean;
  readonly chips: boolean;
  readonly onRemove: (pointer: string) => void;
}

/** The column headers; each column can be removed. */
export function ColumnsHead({ columns, days, chips, onRemove }: ColumnsHeadProps) {
  if (columns.length === 0) return null;
  return (
    <div className={styles["columnsHead"]}>
      <span>
        {days && <span>{"\u2007".repeat(7)}</span>}
        {"\u2007".repeat(8)}
        <span className={rows["millis"]}>{"\u2007".repeat(4)}</span>
      </span>
      {chips && <span className={styles["chip"]} data-source="none" />}
      <span className={rows["stream"]} />
      {columns.map((pointer) => {
        const name = visibleText(pointerText(pointer), true);
        return (
          <span key={pointer} className={styles["cell"]}>
            <span className={styles["cellName"]} title={name}>
              {name}
            </span>
            <button type="button" aria-label={`Remove column: ${name}`} onClick={() => onRemove(pointer)}>
              ×
            </button>
          </span>
        );
      })}
    </div>
  );
}
