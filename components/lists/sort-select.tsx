"use client";

import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import type { TableProps } from "@cloudscape-design/components/table";

/** What a click on a column's head does in a table. */
export function SortSelect<T>(props: TableProps<T> & { readonly orderAtFirst?: string | undefined }) {
  const { columnDefinitions, onSortingChange, sortingColumn, sortingDescending = false, orderAtFirst } = props;
  const orders = columnDefinitions
    .filter(({ sortingField }) => sortingField !== undefined)
    .flatMap((column) => [false, true].map((isDescending) => ({ column, isDescending, option: optionOf(column, isDescending) })));
  if (orders.length === 0) return null;
  const now = orders.find(
    ({ column, isDescending }) => column.sortingField === sortingColumn?.sortingField && isDescending === sortingDescending,
  );
  const sort = (value: string | undefined) => {
    const order = orders.find(({ option }) => option.value === value);
    if (order === undefined) return;
    onSortingChange?.(new CustomEvent("sort", { detail: { sortingColumn: order.column, isDescending: order.isDescending } }));
  };
  return (
    <FormField label="Sort by">
      <Select
        placeholder={orderAtFirst ?? "As they come"}
        options={orders.map(({ option }) => option)}
        selectedOption={now?.option ?? null}
        onChange={({ detail }) => sort(detail.selectedOption.value)}
      />
    </FormField>
  );
}

function optionOf<T>({ id, header }: TableProps.ColumnDefinition<T>, isDescending: boolean) {
  return { value: `${id} ${isDescending}`, label: isDescending ? `${header}, descending` : `${header}` };
}
