"use client";

import Table, { type TableProps } from "@cloudscape-design/components/table";
import type { Ref } from "react";
import styles from "./rows-list.module.css";
import { RowsList } from "./rows-list.tsx";
import { useNarrow } from "./use-narrow.ts";

type Rows<T> = TableProps<T> & {
  readonly ref?: Ref<TableProps.Ref>;
  /** The order in which the rows stand before a person has chosen one, in words. */
  readonly orderAtFirst?: string;
};

/**
 * A table, and on a narrow screen the same rows as a list: every column a named fact, and the column with the id `acts`
 * what can be done with the row. So no fact and no act lies beyond the edge.
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

/** What names a row may be long, and wraps even where nothing else does: it must not push the columns after it out of sight. */
function withWrappedName<T>(column: TableProps.ColumnDefinition<T>): TableProps.ColumnDefinition<T> {
  if (column.isRowHeader !== true) return column;
  return { minWidth: 180, ...column, cell: (item) => <div className={styles["wraps"]}>{column.cell(item)}</div> };
}
