import { visibleText } from "#components/logs/text/visible-text.ts";
import { safeJson } from "#kernel/text/safe-text.ts";

/** The values of the fields that a query groups by; null where the rows of the group lack the field. */
export type Group = readonly (string | null)[];

/** The name of the group whose rows lack the field. */
export const NO_VALUE = "(no value)";
const EMPTY = "(empty)";

/** The word for a missing and for an empty value of a group, because an empty place would look the same for both; null for others. */
export const groupWord = (value: string | null): string | null => (value === null ? NO_VALUE : value.trim() === "" ? EMPTY : null);

/**
 * Names that distinguish groups. Values that look the same are quoted, for example "a, b" beside "a" and "b", or
 * the text "(no value)" beside a missing value. Groups that are the same in all fields are numbered.
 * @param taken names that are used otherwise
 */
export function groupNames(groups: readonly Group[], taken: readonly string[] = []): readonly string[] {
  // Names and values are log text, so characters that change how text is shown become visible marks.
  const plain = groups.map((group) => visibleText(group.map((value) => groupWord(value) ?? value).join(", "), true));
  const counts = countsOf([...plain, ...taken]);
  const quoted = groups.map((group, n) => ((counts.get(asSeen(plain[n] ?? "")) ?? 0) > 1 ? quotedName(group) : (plain[n] ?? "")));
  return distinctNames(quoted, taken);
}

const quotedName = (group: Group) => group.map((value) => (value === null ? NO_VALUE : safeJson(value))).join(", ");

/** The names, with a number behind each that looks like one before it. */
export function distinctNames(names: readonly string[], taken: readonly string[] = []): readonly string[] {
  const used = new Set(taken.map(asSeen));
  return names.map((name) => {
    let distinct = name;
    for (let number = 2; used.has(asSeen(distinct)); number++) distinct = `${name} (${number})`;
    used.add(asSeen(distinct));
    return distinct;
  });
}

/** Browsers show several spaces as one. */
const asSeen = (name: string) => name.replace(/\s+/g, " ").trim();

function countsOf(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(asSeen(name), (counts.get(asSeen(name)) ?? 0) + 1);
  return counts;
}
