/** A JSON line with its message told apart: the rest is shown paler, and on a narrow screen the message stands first. */
export interface LinePieces {
  readonly before: string;
  readonly message: string;
  readonly after: string;
}

const NAMES = ["msg", "message", "event"];

/** Splits a line at its own message, exactly as it is spelt there; a line without one is all message. */
export function linePieces(line: string, fields: Readonly<Record<string, unknown>> | null): LinePieces {
  for (const name of NAMES) {
    const value = fields?.[name];
    if (typeof value !== "string" || value === "") continue;
    const spelt = JSON.stringify(value).slice(1, -1);
    const key = line.indexOf(`"${name}"`);
    const at = key < 0 ? -1 : line.indexOf(spelt, key + name.length + 2);
    if (at >= 0) return { before: line.slice(0, at), message: spelt, after: line.slice(at + spelt.length) };
  }
  return { before: "", message: line, after: "" };
}
