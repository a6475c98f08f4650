import { readFileSync } from "node:fs";

export type StaffRole = "support" | "operator" | "admin";
export type Who = "anybody" | "member" | "owner" | readonly StaffRole[];

export interface EntryPointEntry {
  readonly who: Who;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly input?: Readonly<Record<string, unknown>>;
}

export interface EntryPoint extends EntryPointEntry {
  /** `action FILE EXPORT`, `route METHOD PATH` or `page PATH`. */
  readonly name: string;
  readonly kind: "action" | "route" | "page";
}

/** The row IDs that replace placeholders such as `$connection`. */
export type Objects = Readonly<Record<string, string>>;

/** Every entry point of the portal. A unit test checks that the table is complete. */
export const ENTRY_POINTS: readonly EntryPoint[] = Object.entries(
  JSON.parse(readFileSync("e2e/isolation/entry-points.json", "utf8")) as Record<string, EntryPointEntry>,
).map(([name, entry]) => ({ name, kind: name.split(" ")[0] as EntryPoint["kind"], ...entry }));

/** The entry point with this name, or whose name ends so: `startConnection`. @throws Error if there is none */
export function entryPointNamed(end: string): EntryPoint {
  const found = ENTRY_POINTS.find(({ name }) => name === end || name.endsWith(` ${end}`));
  if (found === undefined) throw new Error(`there is no entry point ${end}`);
  return found;
}

function replacePlaceholder(value: string, objects: Objects): string {
  return value.startsWith("$") ? (objects[value.slice(1)] ?? value) : value;
}

/** The input of an action with the IDs of the objects, also inside lists and objects. */
export function inputOf(entryPoint: EntryPoint, objects: Objects): Record<string, unknown> {
  const withIds = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(withIds);
    if (typeof value === "object" && value !== null)
      return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withIds(each)]));
    return typeof value === "string" ? replacePlaceholder(value, objects) : value;
  };
  return Object.fromEntries(Object.entries(entryPoint.input ?? {}).map(([name, value]) => [name, withIds(value)]));
}

/** The path and query of a page or route with the IDs of the objects. */
export function pathOf(entryPoint: EntryPoint, objects: Objects): string {
  const path = (entryPoint.name.split(" ").at(-1) ?? "").replace(/\[(?:\.\.\.)?(\w+)\]/g, (_, part: string) =>
    encodeURIComponent(replacePlaceholder(entryPoint.params?.[part] ?? "", objects)),
  );
  const query = Object.entries(entryPoint.query ?? {}).map(([name, value]) => [name, replacePlaceholder(value, objects)]);
  return query.length === 0 ? path : `${path}?${new URLSearchParams(query)}`;
}

/** Whether the entry point takes the ID of a row, which could be another customer's. */
export function namesAnObject(entryPoint: EntryPoint): boolean {
  return JSON.stringify([entryPoint.params, entryPoint.query, entryPoint.input]).includes('"$');
}
