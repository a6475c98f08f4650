import type { TableProps } from "@cloudscape-design/components/table";

/** By what a table knows its rows. */
export function keyOf<T>(item: T, trackBy: TableProps<T>["trackBy"]): string {
  if (typeof trackBy === "function") return trackBy(item);
  const named = Object.entries(item ?? {}).find(([name]) => name === trackBy);
  return String(named?.[1]);
}
