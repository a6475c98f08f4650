import { readStats } from "#components/query/language/read-stats.ts";
import type { SavedQueryView } from "#lib/logs/insights/shared/query-view.ts";

/** The queries of a folder. What a person shares and what they keep for themselves are two folders, also with the same name. */
export interface SavedFolder {
  readonly folder: string;
  readonly shared: boolean;
  readonly queries: readonly SavedQueryView[];
}

/** The folders in the order of their names: those of the company first, and those without a name last. */
export function foldersOf(queries: readonly SavedQueryView[]): readonly SavedFolder[] {
  const found = new Map<string, { folder: string; shared: boolean; queries: SavedQueryView[] }>();
  for (const query of queries) {
    const { folder, shared } = query;
    const key = JSON.stringify([shared, folder]);
    const at = found.get(key) ?? { folder, shared, queries: [] };
    found.set(key, at);
    at.queries.push(query);
  }
  const last = (folder: string) => (folder === "" ? 1 : 0);
  return [...found.values()].sort(
    (a, b) => Number(b.shared) - Number(a.shared) || last(a.folder) - last(b.folder) || a.folder.localeCompare(b.folder, "en"),
  );
}

/** Whether a saved query contains a text, in any case, in its name, folder or query. */
export function matches({ name, folder, text }: SavedQueryView, find: string): boolean {
  return `${name}\n${folder}\n${text}`.toLowerCase().includes(find.trim().toLowerCase());
}

/** What the result of a query is shown as. */
export function shownAs(text: string): "Time series" | "Bars" | "Number" | "Rows" {
  const stats = readStats(text);
  if (stats === undefined) return "Rows";
  if (stats.groups.length === 0) return "Number";
  return stats.groups.some(({ call }) => call === "bin") ? "Time series" : "Bars";
}
