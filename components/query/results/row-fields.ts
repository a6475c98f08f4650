import { readLogLine } from "#components/logs/text/read-log-line.ts";

/** The fields of a row or of an event, as the tree of fields shows them. */
export type ShownFields = Readonly<Record<string, unknown>>;

/**
 * Fields as a tree: text that is JSON is opened, and what is surely a number is shown as one. Pointers (`@ptr`) are not for people. The
 * object has no prototype, because a field of a log can have any name.
 */
export function shownFields(fields: readonly (readonly [name: string, value: string | null])[]): ShownFields {
  const shown: Record<string, unknown> = Object.create(null);
  for (const [name, value] of fields) if (name !== "@ptr" && value !== null) shown[name] = shownValue(value);
  return shown;
}

function shownValue(value: string): unknown {
  // Only what is written in the same way as a number: "1.10" and "007" are texts.
  if (/^-?\d+(\.\d+)?$/.test(value) && String(Number(value)) === value) return Number(value);
  return readLogLine(value).fields ?? value;
}

/** Divides fields into those of the tree, and texts that are shown with their lines: a message that is not JSON, and what has line breaks. */
export function dividedFields(fields: ShownFields): {
  readonly short: ShownFields;
  readonly long: readonly (readonly [name: string, text: string])[];
} {
  const short: Record<string, unknown> = Object.create(null);
  const long: (readonly [string, string])[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === "string" && (name === "@message" || value.trim().includes("\n"))) long.push([name, value]);
    else short[name] = value;
  }
  return { short, long };
}
