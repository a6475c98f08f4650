"use client";

import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import { type ListQuery, type ListSpec, listParams } from "#lib/lists/shared/list-query.ts";

const FORMATS = [
  { id: "csv", text: "CSV" },
  { id: "ndjson", text: "NDJSON" },
];

interface ExportButtonProps {
  readonly spec: ListSpec;
  readonly query: ListQuery;
  /** The name of the export, if it is not the end of the list's path, and the parameters that it needs besides those of the list. */
  readonly of?: { readonly name: string; readonly params: Readonly<Record<string, string>> };
  readonly label?: string;
}

/** Downloads all rows that the list's filters match. The browser saves them as they arrive. */
export function ExportButton({ spec, query, of, label = "Export" }: ExportButtonProps) {
  const download = (format: string) => {
    const params = listParams(spec, { ...query, place: null });
    params.set("format", format);
    for (const [name, value] of Object.entries(of?.params ?? {})) params.set(name, value);
    window.location.assign(`/api/admin/export/${of?.name ?? spec.path.split("/").at(-1)}?${params}`);
  };
  return (
    <ButtonDropdown items={FORMATS} onItemClick={({ detail }) => download(detail.id)}>
      {label}
    </ButtonDropdown>
  );
}
