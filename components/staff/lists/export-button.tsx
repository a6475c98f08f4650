"use client";

import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import { type ListQuery, type ListSpec, listParams } from "#lib/staff/shared/list-query.ts";

const FORMATS = [
  { id: "csv", text: "CSV" },
  { id: "ndjson", text: "NDJSON" },
];

/** Downloads all rows that the list's filters match, in its order. The browser saves them as they arrive. */
export function ExportButton({ spec, query }: { readonly spec: ListSpec; readonly query: ListQuery }) {
  const download = (format: string) => {
    const params = listParams(spec, { ...query, place: null });
    params.set("format", format);
    window.location.assign(`/api/admin/export/${spec.path.split("/").at(-1)}?${params}`);
  };
  return (
    <ButtonDropdown items={FORMATS} onItemClick={({ detail }) => download(detail.id)}>
      Export
    </ButtonDropdown>
  );
}
