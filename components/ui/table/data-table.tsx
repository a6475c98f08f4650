"use client";

import Box from "@cloudscape-design/components/box";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import type { ReactNode, Ref } from "react";
import { useNarrow } from "#components/ui/use-media-query.ts";
import styles from "./rows-list.module.css";
import { RowsList } from "./rows-list.tsx";

export type Columns<Row> = TableProps.ColumnDefinition<Row>[];

export interface DataTableProps<Row> extends Omit<TableProps<Row>, "ariaLabels" | "contentDensity" | "empty"> {
  readonly ref?: Ref<TableProps.Ref>;
  /** The table's accessible name. */
  readonly label: string;
  /** The accessible names of the checkboxes, for a table whose rows can be selected. */
  readonly selectionLabels?: Omit<TableProps.AriaLabels<Row>, "tableLabel">;
  /** Shown in place of the rows when there are none, or when none matches the filter. */
  readonly empty?: ReactNode;
  /** Describes the default sort order, for tables that can be sorted. */
  readonly defaultOrder?: string;
}

/**
 * A table of rows with one look on all screens. On a narrow screen it shows the same rows as a list with each column's name and
 * value, and the actions of the column with the ID `actions`, so that no value or action is cut off at the edge.
 */
export function DataTable<Row>({ label, selectionLabels, empty, defaultOrder, ...rest }: DataTableProps<Row>) {
  const narrow = useNarrow();
  const table: TableProps<Row> = {
    ...rest,
    contentDensity: "compact",
    ariaLabels: { tableLabel: label, ...selectionLabels },
    empty: empty !== undefined && (
      <Box textAlign="center" padding="m" color="text-body-secondary">
        {empty}
      </Box>
    ),
  };
  if (narrow) return <RowsList {...table} defaultOrder={defaultOrder} />;
  return (
    <div className={styles["wide"]}>
      <Table {...table} columnDefinitions={rest.wrapLines ? rest.columnDefinitions : rest.columnDefinitions.map(withWrappedName)} />
    </div>
  );
}

/** A row's name may be long. It always wraps, so that it does not push the next columns out of view. */
function withWrappedName<Row>(column: TableProps.ColumnDefinition<Row>): TableProps.ColumnDefinition<Row> {
  if (column.isRowHeader !== true) return column;
  return { minWidth: 180, ...column, cell: (item) => <div className={styles["wraps"]}>{column.cell(item)}</div> };
}
