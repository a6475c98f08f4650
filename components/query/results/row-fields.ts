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

/**
 * The fields of a whole event. AWS returns a JSON message and, once more, each of its fields: those are only in the message here. Its
 * times are milliseconds, which are written as in rows.
 */
export function wholeEventFields(fields: readonly (readonly [name: string, value: string])[]): readonly (readonly [string, string])[] {
  const message = readLogLine(fields.find(([name]) => name === "@message")?.[1] ?? "").fields;
  return fields.flatMap(([name, value]): (readonly [string, string])[] => {
    if (TIMES.has(name) && /^\d{13}$/.test(value))
      return [[name, new Date(Number(value)).toISOString().replace("T", " ").replace("Z", "")]];
    return message !== null && !name.startsWith("@") && isIn(message, name, value) ? [] : [[name, value]];
  });
}

const TIMES: ReadonlySet<string> = new Set(["@timestamp", "@ingestionTime"]);

/** Whether a field that AWS found in a message, named with dots, is there with this value. */
function isIn(message: Readonly<Record<string, unknown>>, name: string, value: string): boolean {
  const own = (of: unknown, key: string): unknown =>
    typeof of === "object" && of !== null && Object.hasOwn(of, key) ? (of as Record<string, unknown>)[key] : undefined;
  const found = own(message, name) ?? name.split(".").reduce<unknown>(own, message);
  if (found === undefined) return false;
  return typeof found === "object" && found !== null ? JSON.stringify(found) === value : String(found) === value;
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
