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
  /** `action FILE EXPORT`, `route VERB PATH` or `page PATH`. */
  readonly name: string;
  readonly kind: "action" | "route" | "page";
}

/** Which rows `$connection` and the like stand for. */
export type Objects = Readonly<Record<string, string>>;

/** Every door of the portal; a unit test keeps the table complete. */
export const ENTRY_POINTS: readonly EntryPoint[] = Object.entries(
  JSON.parse(readFileSync("e2e/isolation/entry-points.json", "utf8")) as Record<string, EntryPointEntry>,
).map(([name, entry]) => ({ name, kind: name.split(" ")[0] as EntryPoint["kind"], ...entry }));

function filled(value: string, objects: Objects): string {
  return value.startsWith("$") ? (objects[value.slice(1)] ?? value) : value;
}

/** An action's input with the objects' ids in it, in lists too. */
export function inputOf(door: EntryPoint, objects: Objects): Record<string, unknown> {
  const whole = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(whole);
    return typeof value === "string" ? filled(value, objects) : value;
  };
  return Object.fromEntries(Object.entries(door.input ?? {}).map(([name, value]) => [name, whole(value)]));
}

/** A page's or a route's path and query with the objects' ids in it. */
export function pathOf(door: EntryPoint, objects: Objects): string {
  const path = (door.name.split(" ").at(-1) ?? "").replace(/\[(?:\.\.\.)?(\w+)\]/g, (_, part: string) =>
    encodeURIComponent(filled(door.params?.[part] ?? "", objects)),
  );
  const query = Object.entries(door.query ?? {}).map(([name, value]) => [name, filled(value, objects)]);
  return query.length === 0 ? path : `${path}?${new URLSearchParams(query)}`;
}

/** Whether the door is about a row that may be another customer's. */
export function namesAnObject(door: EntryPoint): boolean {
  return JSON.stringify([door.params, door.query, door.input]).includes('"$');
}
