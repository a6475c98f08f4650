"use client";

import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import type { Columns } from "#components/ui/table/data-table.tsx";
import { defaultColumns, type ListSpec } from "#lib/lists/shared/list-query.ts";

/** The columns of a list: those that the address names, or the list's own. A column that nobody can hide is always shown. */
export function shownColumns<Row>(columns: Columns<Row>, spec: ListSpec, chosen: readonly string[] | null): Columns<Row> {
  const shown = chosen ?? defaultColumns(spec);
  return columns.filter(({ id = "" }) => spec.columns?.includes(id) !== true || shown.includes(id));
}

/** A menu in which a person chooses the columns of a list. The choice is in the address, and so in a saved view. */
export function ColumnChoice<Row>(props: {
  readonly columns: Columns<Row>;
  readonly spec: ListSpec;
  readonly chosen: readonly string[] | null;
  onChange(shown: readonly string[] | null): void;
}) {
  const { columns, spec, chosen } = props;
  const hideable = spec.columns ?? [];
  const usual = defaultColumns(spec);
  const isShown = (id: string) => (chosen ?? usual).includes(id);
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
        props.onChange(next.join() === usual.join() ? null : next);
      }}
    />
  );
}
