// biome-ignore-all lint/a11y/useSemanticElements: virtua puts elements of its own between the table and its rows, where no <tr> may stand
// biome-ignore-all lint/a11y/useFocusableInteractive: the button in each head takes the focus
"use client";

import { type PointerEvent, useRef } from "react";
import { visibleText } from "#components/logs/text/visible-text.ts";
import styles from "./table.module.css";
import { NARROWEST, type TableColumn, type TableSort } from "./table-columns.ts";

export interface HeadProps {
  readonly column: TableColumn;
  readonly sort: TableSort | null;
  readonly onSort: (column: string) => void;
  readonly onWidth: (column: string, width: number) => void;
  /** Moves the column before (`-1`) or after (`1`) its neighbor. */
  readonly onMove: (column: string, by: -1 | 1) => void;
}

/** The head of a column: sorts on a click, moves with Alt and an arrow key; its right edge sets the width. */
export function ColumnHead({ column: { name, width, numeric }, sort, onSort, onWidth, onMove }: HeadProps) {
  const began = useRef<{ x: number; width: number } | null>(null);
  const sorted = sort?.column === name ? (sort.descending ? "descending" : "ascending") : "none";
  const drag = (event: PointerEvent<HTMLSpanElement>) => {
    if (began.current !== null) onWidth(name, Math.max(NARROWEST, Math.round(began.current.width + event.clientX - began.current.x)));
  };
  return (
    <span role="columnheader" aria-sort={sorted} className={`${styles["cell"]} ${numeric ? styles["number"] : ""}`}>
      <button
        type="button"
        onClick={() => onSort(name)}
        onKeyDown={(event) => {
          if (!event.altKey || (event.key !== "ArrowLeft" && event.key !== "ArrowRight")) return;
          event.preventDefault();
          onMove(name, event.key === "ArrowLeft" ? -1 : 1);
        }}
      >
        {visibleText(name, true)}
        <span aria-hidden="true">{sorted === "none" ? "" : sorted === "ascending" ? " ↑" : " ↓"}</span>
      </button>
      <span
        className={styles["handle"]}
        aria-hidden="true"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          began.current = { x: event.clientX, width };
        }}
        onPointerMove={drag}
        onPointerUp={() => {
          began.current = null;
        }}
      />
    </span>
  );
}
