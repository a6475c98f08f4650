"use client";

import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import type { Columns } from "#components/ui/table/data-table.tsx";

/** The columns of a list: those that the address names, or all. A column that is not in the list's own names is always shown. */
export function shownColumns<Row>(columns: Columns<Row>, hideable: readonly string[], shown: readonly string[] | null): Columns<Row> {
  return shown === null ? columns : columns.filter(({ id = "" }) => !hideable.includes(id) || shown.includes(id));
}

/** A menu in which a person chooses the columns of a list. The choice is in the address, and so in a saved view. */
export function ColumnChoice<Row>(props: {
  readonly columns: Columns<Row>;
  readonly hideable: readonly string[];
  readonly shown: readonly string[] | null;
  onChange(shown: readonly string[] | null): void;
}) {
  const { columns, hideable, shown } = props;
  const isShown = (id: string) => shown === null || shown.includes(id);
  const items = columns.flatMap(({ id = "", header }) =>
    hideable.includes(id)
      ? [{ id, text: typeof header === "string" ? header : id, itemType: "checkbox" as const, checked: isShown(id) }]
      : [],
  );
  return (
    <ButtonDropdown
      variant="icon"
      ariaLabel="Columns"
      items={[{ text: "Columns", items }]}
      onItemClick={({ detail }) => {
        const next = hideable.filter((id) => (id === detail.id ? detail.checked : isShown(id)));
        props.onChange(next.length === hideable.length ? null : next);
      }}
    />
  );
}
