import type { TableColumn } from "./table-columns.ts";

/** What is needed of `localStorage`. */
export type Memory = Pick<Storage, "getItem" | "setItem">;

const STORAGE_KEY = "sallyport.query.columns";
/** Arrangements that are kept, the newest first. */
const MOST_KEPT = 50;

/** Place, width and visibility of a column. The number is the column's place among the names in alphabetical order. */
type Remembered = readonly [number: number, width: number, hidden: boolean];
type Arrangement = readonly [key: string, columns: readonly Remembered[]];

/**
 * Keeps how a person arranged the columns of a result, for each set of columns, in this browser only. The names of columns can come from
 * logs, so only a hash of them is stored.
 */
export function rememberColumns(memory: Memory, columns: readonly TableColumn[]): void {
  const names = sortedNames(columns);
  const key = hashOf(names);
  const mine: Arrangement = [key, columns.map(({ name, width, hidden }) => [names.indexOf(name), width, hidden])];
  try {
    memory.setItem(STORAGE_KEY, JSON.stringify([mine, ...read(memory).filter(([other]) => other !== key)].slice(0, MOST_KEPT)));
  } catch {
    // Without browser storage, the arrangement still applies to this page.
  }
}

/** The columns as the person arranged columns of these names before; otherwise as they are. */
export function rememberedColumns(memory: Memory, columns: readonly TableColumn[]): readonly TableColumn[] {
  const names = sortedNames(columns);
  const key = hashOf(names);
  const found = read(memory).find(([other]) => other === key)?.[1];
  if (found === undefined || found.length !== columns.length || new Set(found.map(([number]) => number)).size !== names.length)
    return columns;
  const arranged = found.flatMap(([number, width, hidden]) => {
    const column = columns.find(({ name }) => name === names[number]);
    return column === undefined ? [] : [{ ...column, width, hidden }];
  });
  return arranged.length === columns.length ? arranged : columns;
}

const sortedNames = (columns: readonly TableColumn[]) => columns.map(({ name }) => name).toSorted();

/** Anything can be in the storage of a browser. */
function read(memory: Memory): readonly Arrangement[] {
  try {
    const stored: unknown = JSON.parse(memory.getItem(STORAGE_KEY) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isArrangement) : [];
  } catch {
    return [];
  }
}

function isArrangement(value: unknown): value is Arrangement {
  if (!Array.isArray(value) || typeof value[0] !== "string" || !Array.isArray(value[1])) return false;
  return value[1].every(
    (each: unknown) =>
      Array.isArray(each) &&
      Number.isInteger(each[0]) &&
      Number.isInteger(each[1]) &&
      each[1] > 0 &&
      each[1] < 10_000 &&
      typeof each[2] === "boolean",
  );
}

/** 64 bits in two parts (FNV-1a). Not secret: it only says whether columns are the same. */
function hashOf(names: readonly string[]): string {
  const text = names.join("\n");
  return [0x811c9dc5, 0x9747b28c]
    .map((seed) => {
      let hash = seed;
      for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
      return (hash >>> 0).toString(36);
    })
    .join("-");
}
