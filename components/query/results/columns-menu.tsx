"use client";

import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import { visibleText } from "#components/logs/text/visible-text.ts";
import type { QueryTable } from "#components/query/chart/chart-of-result.ts";
import styles from "./columns.module.css";
import { columnMovedTo, columnsOf, movedColumn, NARROWEST, type TableColumn } from "./table-columns.ts";

interface ColumnsMenuProps {
  readonly columns: readonly TableColumn[];
  readonly table: QueryTable;
  readonly onChange: (columns: readonly TableColumn[]) => void;
}

/** Hides, shows, orders and sizes the columns, by dragging or with the keyboard. */
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
  const fit = () => {
    const widths = new Map(columnsOf(table).map(({ name, width }) => [name, width]));
    onChange(columns.map((each) => ({ ...each, width: widths.get(each.name) ?? each.width })));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc closes the panel from each of its controls
    <div className={styles["box"]} ref={box} onKeyDown={onKeyDown}>
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        Columns
      </button>
      {open && (
        <div className={styles["panel"]}>
          <p className={styles["head"]} aria-hidden="true">
            <strong>Columns</strong> <span>width, px</span>
          </p>
          <ul aria-label="Columns">
            {columns.map((column) => (
              <ColumnItem key={column.name} {...{ column, columns, onChange }} />
            ))}
          </ul>
          <p className={styles["foot"]}>
            <button type="button" onClick={fit}>
              Fit to content
            </button>
            <button type="button" onClick={() => onChange(columnsOf(table))}>
              Reset
            </button>
            <span>Drag, or press Alt+↑ or Alt+↓, to reorder</span>
          </p>
        </div>
      )}
    </div>
  );
}

interface ColumnItemProps {
  readonly column: TableColumn;
  readonly columns: readonly TableColumn[];
  readonly onChange: (columns: readonly TableColumn[]) => void;
}

function ColumnItem({ column: { name, width, hidden }, columns, onChange }: ColumnItemProps) {
  const [dragged, setDragged] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  // The person may be typing a width, of which the first digits are too small.
  useEffect(() => {
    if (field.current !== null && field.current !== document.activeElement) field.current.value = String(width);
  }, [width]);
  const shown = visibleText(name, true);
  const change = (next: Partial<TableColumn>) => onChange(columns.map((each) => (each.name === name ? { ...each, ...next } : each)));
  const drag = (event: PointerEvent<HTMLElement>) => {
    const list = event.currentTarget.closest("ul");
    if (!dragged || list === null) return;
    const above = [...list.children].filter((item) => middleOf(item) < event.clientY).length;
    const place = columns.findIndex((each) => each.name === name);
    // Its own middle counts when it is above the pointer.
    const target = above > place ? above - 1 : above;
    if (target !== place) onChange(columnMovedTo(columns, name, target));
  };
  return (
    <li className={dragged ? styles["dragged"] : ""}>
      <span
        className={styles["grip"]}
        aria-hidden="true"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setDragged(true);
        }}
        onPointerMove={drag}
        onPointerUp={() => setDragged(false)}
        onPointerCancel={() => setDragged(false)}
      >
        ⋮⋮
      </span>
      <label>
        <input
          type="checkbox"
          checked={!hidden}
          onChange={() => change({ hidden: !hidden })}
          onKeyDown={(event) => {
            if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
            event.preventDefault();
            onChange(movedColumn(columns, name, event.key === "ArrowUp" ? -1 : 1));
          }}
        />
        <span>{shown}</span>
      </label>
      <input
        ref={field}
        type="number"
        aria-label={`Width of ${shown}, in pixels`}
        min={NARROWEST}
        max={2000}
        step={10}
        defaultValue={width}
        onChange={(event) => {
          const typed = Math.round(event.target.valueAsNumber);
          if (typed >= NARROWEST && typed <= 2000) change({ width: typed });
        }}
      />
    </li>
  );
}

function middleOf(item: Element): number {
  const { top, height } = item.getBoundingClientRect();
  return top + height / 2;
}
