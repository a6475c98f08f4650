"use client";

import Checkbox from "@cloudscape-design/components/checkbox";
import type { TableProps } from "@cloudscape-design/components/table";

/** A checkbox that selects one row of a list. */
export function SelectRow<T>({ item, table }: { readonly item: T; readonly table: TableProps<T> }) {
  const { chosen, choose, withoutThese } = selectionOf(table);
  if (table.selectionType !== "multi") return null;
  const others = withoutThese([item]);
  return (
    <Checkbox
      checked={others.length < chosen.length}
      disabled={table.isItemDisabled?.(item) ?? false}
      ariaLabel={table.ariaLabels?.itemSelectionLabel?.({ selectedItems: chosen }, item) ?? ""}
      onChange={({ detail }) => choose(detail.checked ? [...others, item] : others)}
    />
  );
}

/** A checkbox that selects every selectable row of a list and keeps the selection of other lists. */
export function SelectAllRows<T>(table: TableProps<T>) {
  const { chosen, choose, withoutThese } = selectionOf(table);
  const these = table.items.filter((item) => table.isItemDisabled?.(item) !== true);
  if (table.selectionType !== "multi" || these.length < 2) return null;
  const others = withoutThese(these);
  const taken = chosen.length - others.length;
  return (
    <Checkbox
      checked={taken === these.length}
      indeterminate={taken > 0 && taken < these.length}
      onChange={({ detail }) => choose(detail.checked ? [...others, ...these] : others)}
    >
      {table.ariaLabels?.allItemsSelectionLabel?.({ selectedItems: chosen })}
    </Checkbox>
  );
}

function selectionOf<T>({ selectedItems: chosen = [], trackBy, onSelectionChange }: TableProps<T>) {
  return {
    chosen,
    choose: (selectedItems: T[]) => onSelectionChange?.(new CustomEvent("choose", { detail: { selectedItems } })),
    withoutThese: (these: readonly T[]) => {
      const keys = new Set(these.map((item) => keyOf(item, trackBy)));
      return chosen.filter((item) => !keys.has(keyOf(item, trackBy)));
    },
  };
}

/** The key by which a table identifies its rows. */
export function keyOf<T>(item: T, trackBy: TableProps<T>["trackBy"]): string {
  if (typeof trackBy === "function") return trackBy(item);
  const named = Object.entries(item ?? {}).find(([name]) => name === trackBy);
  return String(named?.[1]);
}
