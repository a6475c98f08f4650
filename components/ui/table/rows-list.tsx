"use client";

import Container from "@cloudscape-design/components/container";
import type { TableProps } from "@cloudscape-design/components/table";
import type { ReactNode } from "react";
import { keyOf, SelectAllRows, SelectRow } from "./row-selection.tsx";
import styles from "./rows-list.module.css";
import { SortSelect } from "./sort-select.tsx";

/** The rows of a table as a list, with the table's header, filter and empty state. */
export function RowsList<T>(props: TableProps<T> & { readonly defaultOrder?: string | undefined }) {
  const { items, ariaLabels, header, filter, pagination, footer, empty } = props;
  const list = (
    <div className={styles["rows"]}>
      {filter != null && <div>{filter}</div>}
      {items.length > 1 && <SortSelect {...props} />}
      {items.length > 1 && <SelectAllRows {...props} />}
      {items.length === 0 ? (
        empty
      ) : (
        <ul aria-label={ariaLabels?.tableLabel} className={styles["list"]}>
          {items.map((item) => (
            <li key={keyOf(item, props.trackBy)}>
              <Row item={item} table={props} />
            </li>
          ))}
        </ul>
      )}
      {pagination}
      {footer}
    </div>
  );
  return props.variant === "embedded" || props.variant === "borderless" ? list : <Container header={header}>{list}</Container>;
}

function Row<T>({ item, table }: { readonly item: T; readonly table: TableProps<T> }) {
  const { columnDefinitions } = table;
  const actions = columnDefinitions.find(({ id }) => id === "actions")?.cell(item);
  const facts = columnDefinitions
    .filter(({ id, isRowHeader }) => id !== "actions" && isRowHeader !== true)
    .map(({ id, header, cell }) => ({ id, header, value: cell(item) }))
    .filter(({ value }) => hasContent(value));
  return (
    <>
      <div className={styles["name"]}>
        <SelectRow item={item} table={table} />
        <strong>{columnDefinitions.find(({ isRowHeader }) => isRowHeader)?.cell(item)}</strong>
      </div>
      <dl className={styles["facts"]}>
        {facts.map(({ id, header, value }) => (
          <div key={id}>
            <dt>{header}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {hasContent(actions) && <div className={styles["actions"]}>{actions}</div>}
    </>
  );
}

function hasContent(value: ReactNode): boolean {
  return value !== null && value !== undefined && value !== "";
}
