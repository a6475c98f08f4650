"use client";

import Button from "@cloudscape-design/components/button";
import type { TableProps } from "@cloudscape-design/components/table";
import { type ReactNode, useState } from "react";
import { type Columns, DataTable } from "#components/ui/table/data-table.tsx";
import { utcTime } from "#kernel/time/times-and-ages.ts";
import type { ListSpec } from "#lib/lists/shared/list-query.ts";
import type { ListView } from "#lib/staff/shared/list-view.ts";
import type { ListViews } from "#lib/staff/shared/saved-view.ts";
import { ColumnChoice, shownColumns } from "./column-choice.tsx";
import { Facets } from "./facets.tsx";
import { type FindCustomers, ListFilter } from "./list-filter.tsx";
import { ListNotices, NothingMatches } from "./list-notices.tsx";
import { ListPager, totalText } from "./list-pager.tsx";
import { ListViewBar } from "./list-views.tsx";
import styles from "./lists.module.css";
import { useList } from "./use-list.ts";

export interface StaffListProps<Row> {
  readonly spec: ListSpec;
  readonly view: ListView<Row>;
  /** The accessible name of the table, such as "Customers". */
  readonly label: string;
  /** The nouns of counts: "customer", "customers". */
  readonly noun: { readonly one: string; readonly many: string };
  readonly filterLabel: string;
  readonly placeholder: string;
  readonly properties?: Parameters<typeof ListFilter>[0]["properties"];
  readonly findCustomers?: FindCustomers;
  /** Saved views; a list without them has no bar for them. */
  readonly views?: ListViews;
  readonly columns: Columns<Row>;
  readonly trackBy: (row: Row) => string;
  /** The order of the list without another one, such as "Worst first". */
  readonly defaultOrder: string;
  /** The default order is descending, such as newest first. */
  readonly descendingFirst?: boolean;
  /** Shown in place of the rows when the list has none at all. */
  readonly empty: ReactNode;
  readonly selection?: Pick<TableProps<Row>, "selectionType" | "selectedItems" | "onSelectionChange" | "isItemDisabled"> & {
    readonly labels: Omit<TableProps.AriaLabels<Row>, "tableLabel">;
  };
}

/** A list that the server filters, sorts and pages: the one pattern of all long lists of staff. What it shows is in its address. */
export function StaffList<Row>(props: StaffListProps<Row>) {
  const { spec, view, noun, columns, descendingFirst = false } = props;
  const { query } = view;
  const list = useList(spec, query);
  const [open, setOpen] = useState(false);
  const isFiltered = query.search !== "" || Object.keys(query.filters).length > 0;
  const total = view.total === null ? null : `${totalText(view.total, view.isMore)} ${view.total === 1 ? noun.one : noun.many}`;
  const { labels, ...selection } = props.selection ?? { labels: undefined };
  const sorted = columns.find(({ sortingField }) => sortingField === query.sort);
  const bar = props.views === undefined ? null : <ListViewBar views={props.views} spec={spec} query={list.query} />;
  return (
    <div className={styles["body"]}>
      {bar === null ? null : <div className={styles["views"]}>{bar}</div>}
      <div className={styles["head"]}>
        <ListNotices query={query} notice={view.notice ?? null} />
        <div className={styles["top"]}>
          {view.facets.length === 0 ? null : (
            <span className={styles["facetsButton"]}>
              <Button iconName="filter" ariaExpanded={open} ariaControls="list-filters" onClick={() => setOpen(!open)}>
                Filters
              </Button>
            </span>
          )}
          <div className={styles["field"]}>
            <ListFilter
              view={{ ...view, query: list.query }}
              properties={props.properties ?? []}
              label={props.filterLabel}
              placeholder={props.placeholder}
              {...(props.findCustomers !== undefined && { findCustomers: props.findCustomers })}
              onChange={list.change}
            />
          </div>
        </div>
      </div>
      {view.facets.length === 0 ? null : (
        <section id="list-filters" aria-label="Filters" className={open ? undefined : styles["closed"]}>
          <Facets
            facets={view.facets}
            filters={list.query.filters}
            onChange={(filters) => list.change({ filters })}
            {...(props.findCustomers !== undefined && { findCustomers: props.findCustomers })}
          />
        </section>
      )}
      <div className={styles["list"]}>
        <div className={styles["bar"]}>
          <div role="status" className={styles["count"]}>
            {total === null ? null : <b>{total}</b>}{" "}
            {isFiltered && view.total !== null && view.all > view.total ? <span>of {view.all.toLocaleString("en")}</span> : null}
            {view.countedAt === null ? null : <span className={styles["note"]}> Counted at {utcTime(view.countedAt, "short")}</span>}
          </div>
          <div className={styles["tools"]}>
            <ListPager view={view} list={list} />
            {spec.columns === undefined ? null : (
              <ColumnChoice<Row>
                columns={columns}
                spec={spec}
                chosen={query.columns}
                onChange={(shown) => list.change({ columns: shown })}
              />
            )}
          </div>
        </div>
        <div className={styles["rows"]} aria-busy={list.pending}>
          <DataTable
            variant="borderless"
            wrapLines
            label={props.label}
            {...selection}
            {...(labels !== undefined && { selectionLabels: labels })}
            items={view.rows}
            trackBy={props.trackBy}
            columnDefinitions={shownColumns(columns, spec, query.columns)}
            defaultOrder={props.defaultOrder}
            {...(sorted !== undefined && { sortingColumn: sorted })}
            sortingDescending={query.descending !== descendingFirst}
            onSortingChange={({ detail: { sortingColumn, isDescending = false } }) => {
              const sort = sortingColumn.sortingField;
              // Without a column it is the default order, which the narrow screen offers by its name.
              list.change(
                sort === undefined
                  ? { sort: spec.sorts[0] ?? "", descending: false }
                  : { sort, descending: isDescending !== descendingFirst },
              );
            }}
            empty={
              isFiltered ? (
                <NothingMatches many={noun.many} view={view} properties={props.properties ?? []} onChange={list.change} />
              ) : (
                props.empty
              )
            }
          />
        </div>
        {view.rows.length > 20 ? (
          <div className={styles["bar"]}>
            <span />
            <ListPager view={view} list={list} />
          </div>
        ) : null}
      </div>
    </div>
  );
}
