import type { Failure } from "#kernel/result.ts";
import { NOT_EXPORTED, notExported } from "#lib/staff/shared/list-query.ts";
import type { ExportName } from "./export-list.ts";

/** The address of the page from which a person exported, with its filters and why there is no file. `params`: those of the export. */
export function pageOfExport(name: ExportName, params: URLSearchParams, failure: Failure): string {
  const { format: _, action = "", ...filters } = Object.fromEntries(params);
  const shown = new URLSearchParams({ ...filters, [NOT_EXPORTED]: notExported(failure) });
  if (name === "action-items") return `/admin/actions/${encodeURIComponent(action)}?${shown}`;
  if (action !== "") shown.set("action", action);
  return `/admin/${name}?${shown}`;
}
