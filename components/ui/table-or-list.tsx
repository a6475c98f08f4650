"use client";

import Table, { type TableProps } from "@cloudscape-design/components/table";
import type { Ref } from "react";
import styles from "./rows-list.module.css";
import { RowsList } from "./rows-list.tsx";
import { useNarrow } from "./use-narrow.ts";

type Rows<T> = TableProps<T> & {
  readonly ref?: Ref<TableProps.Ref>;
  /** Describes the default sort order. */
  readonly orderAtFirst?: string;
};

/**
 * A table; on a narrow screen, the same rows as a list with each column's name and value, and the actions of the column
 * with the ID `actions`. So no value or action is cut off at the edge of the screen.
 */
export function TableOrList<T>({ orderAtFirst, ...props }: Rows<T>) {
  const narrow = useNarrow();
  if (narrow) return <RowsList {...props} orderAtFirst={orderAtFirst} />;
  return (
    <div className={styles["wide"]}>
      <Table {...props} columnDefinitions={props.wrapLines ? props.columnDefinitions : props.columnDefinitions.map(withWrappedName)} />
    </div>
  );
}

/** A row's name may be long. It always wraps, so that it does not push the next columns out of view. */
function withWrappedName<T>(column: TableProps.ColumnDefinition<T>): TableProps.ColumnDefinition<T> {
  if (column.isRowHeader !== true) return column;
  return { minWidth: 180, ...column, cell: (item) => <div className={styles["wraps"]}>{column.cell(item)}</div> };
}
