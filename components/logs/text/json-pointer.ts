/** The position of a value in an event's JSON: field names and array indexes. */
export type FieldPath = readonly (string | number)[];

/** A path as a JSON pointer (RFC 6901), so that a name may contain any character. */
export function pointerOf(path: FieldPath): string {
  return path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** The value at a pointer, or undefined. Only an object's own properties count, whatever their names. */
export function valueAt(fields: Readonly<Record<string, unknown>> | null, pointer: string): unknown {
  let value: unknown = fields ?? undefined;
  for (const part of pointer.split("/").slice(1)) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/** A pointer in the usual notation: `user.roles[0]`. */
export function pointerText(pointer: string): string {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((name, n) => (/^[0-9]+$/.test(name) && n > 0 ? `[${name}]` : n > 0 ? `.${name}` : name))
    .join("");
}
