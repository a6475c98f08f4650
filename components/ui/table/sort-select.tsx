"use client";

import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import type { TableProps } from "@cloudscape-design/components/table";

/** Sorts on narrow screens, where no column header can be clicked. */
export function SortSelect<T>(props: TableProps<T> & { readonly defaultOrder?: string | undefined }) {
  const { columnDefinitions, onSortingChange, sortingColumn, sortingDescending = false, defaultOrder = "Default order" } = props;
  const orders = columnDefinitions
    .filter(({ sortingField }) => sortingField !== undefined)
    .flatMap((column) => [false, true].map((isDescending) => ({ column, isDescending, option: optionOf(column, isDescending) })));
  if (orders.length === 0) return null;
  const initial = { value: "", label: defaultOrder };
  const current = orders.find(
    ({ column, isDescending }) => column.sortingField === sortingColumn?.sortingField && isDescending === sortingDescending,
  );
  const sort = (value: string | undefined) => {
    const order = orders.find(({ option }) => option.value === value);
    // A column without a comparator keeps the original order.
    const detail =
      order === undefined ? { sortingColumn: {}, isDescending: false } : { sortingColumn: order.column, isDescending: order.isDescending };
    onSortingChange?.(new CustomEvent("sort", { detail }));
  };
  return (
    <FormField label="Sort by" stretch>
      <Select
        options={[initial, ...orders.map(({ option }) => option)]}
        selectedOption={current?.option ?? initial}
        onChange={({ detail }) => sort(detail.selectedOption.value)}
      />
    </FormField>
  );
}

function optionOf<T>({ id, header }: TableProps.ColumnDefinition<T>, isDescending: boolean) {
  return { value: `${id} ${isDescending}`, label: isDescending ? `${header}, descending` : `${header}` };
}
