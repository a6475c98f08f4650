"use client";

import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { visibleText } from "#components/logs/text/visible-text.ts";
import type { QueryTable } from "#components/query/chart/chart-of-result.ts";
import styles from "./results.module.css";
import { columnsOf, movedColumn, type TableColumn } from "./table-columns.ts";

interface ColumnsMenuProps {
  readonly columns: readonly TableColumn[];
  readonly table: QueryTable;
  readonly onChange: (columns: readonly TableColumn[]) => void;
}

/** Hides, shows and orders the columns; Alt with an arrow key moves the column whose checkbox has the focus. */
export function ColumnsMenu({ columns, table, onChange }: ColumnsMenuProps) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const close = (event: globalThis.PointerEvent) => {
      if (event.target instanceof Node && box.current?.contains(event.target) !== true) setOpen(false);
    };
    document.addEventListener("pointerdown", close);
    return () => document.removeEventListener("pointerdown", close);
  }, [open]);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== "Escape") return;
    setOpen(false);
    box.current?.querySelector("button")?.focus();
  };
  const hide = (name: string) => onChange(columns.map((each) => (each.name === name ? { ...each, hidden: !each.hidden } : each)));
  const move = (name: string, by: -1 | 1) => onChange(movedColumn(columns, name, by));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc closes the panel from each of its controls
    <div className={styles["columnsBox"]} ref={box} onKeyDown={onKeyDown}>
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        Columns
      </button>
      {open && (
        <div className={styles["columnsPanel"]}>
          <ul aria-label="Columns">
            {columns.map(({ name, hidden }) => (
              <li key={name}>
                <label>
                  <input
                    type="checkbox"
                    checked={!hidden}
                    onChange={() => hide(name)}
                    onKeyDown={(event) => {
                      if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
                      event.preventDefault();
                      move(name, event.key === "ArrowUp" ? -1 : 1);
                    }}
                  />
                  {visibleText(name, true)}
                </label>
                <button type="button" aria-label={`Move up: ${name}`} onClick={() => move(name, -1)}>
                  ↑
                </button>
                <button type="button" aria-label={`Move down: ${name}`} onClick={() => move(name, 1)}>
                  ↓
                </button>
              </li>
            ))}
          </ul>
          <button type="button" onClick={() => onChange(columnsOf(table))}>
            Reset
          </button>
        </div>
      )}
    </div>
  );
}
