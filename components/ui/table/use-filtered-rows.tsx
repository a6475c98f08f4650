"use client";

import { type UseCollectionResult, useCollection } from "@cloudscape-design/collection-hooks";
import Pagination from "@cloudscape-design/components/pagination";
import TextFilter from "@cloudscape-design/components/text-filter";
import type { ReactNode } from "react";
import type { DataTableProps } from "./data-table.tsx";

const PAGE_SIZE = 50;

interface FilteredRowsOptions<Row> {
  /** The fields that the text filter searches. */
  readonly fields: readonly (string & keyof Row)[];
  readonly filterLabel: string;
  readonly filterPlaceholder: string;
  readonly empty: string;
  readonly noMatch: string;
}

interface FilteredRows<Row> {
  /** Rows, sort order, selection and pagination, for `DataTable`. */
  readonly table: Omit<DataTableProps<Row>, "label" | "columnDefinitions" | "filter">;
  readonly filter: ReactNode;
  /** The rows that match the filter, on all pages. */
  readonly matching: readonly Row[];
  /** The selected rows as they are now, without those that no longer exist. */
  readonly selected: readonly Row[];
  select(rows: readonly Row[]): void;
}

/**
 * Filters, sorts and pages rows that the page has already loaded completely, 50 rows a page. The selection stays when
 * the filter changes, so that rows of several searches can be selected.
 */
export function useFilteredRows<Row extends { readonly id: string }>(
  rows: readonly Row[],
  options: FilteredRowsOptions<Row>,
): FilteredRows<Row> {
  const { items, allPageItems, actions, filterProps, paginationProps, collectionProps } = useCollection(rows, {
    filtering: { fields: [...options.fields], empty: options.empty, noMatch: options.noMatch },
    pagination: { pageSize: PAGE_SIZE },
    sorting: {},
    selection: { keepSelection: true, trackBy: "id" },
  });
  return {
    table: { ...collectionProps, items, trackBy: "id", pagination: paginationProps.pagesCount > 1 ? <Pages {...paginationProps} /> : null },
    filter: <TextFilter {...filterProps} filteringAriaLabel={options.filterLabel} filteringPlaceholder={options.filterPlaceholder} />,
    matching: allPageItems,
    selected: selectedOf(rows, collectionProps.selectedItems ?? []),
    select: (chosen) => actions.setSelectedItems([...chosen]),
  };
}

/** The table keeps the rows as they were when they were selected. */
function selectedOf<Row extends { readonly id: string }>(rows: readonly Row[], chosen: readonly Row[]): readonly Row[] {
  const ids = new Set(chosen.map(({ id }) => id));
  return rows.filter(({ id }) => ids.has(id));
}

function Pages(props: UseCollectionResult<unknown>["paginationProps"]) {
  return (
    <Pagination
      {...props}
      ariaLabels={{ nextPageLabel: "Next page", previousPageLabel: "Previous page", pageLabel: (page) => `Page ${page}` }}
    />
  );
}
