/** A JSON value that knows the line it begins on, counted from 1. */
export type LinedJson =
  | { readonly kind: "object"; readonly line: number; readonly members: ReadonlyMap<string, LinedMember> }
  | { readonly kind: "array"; readonly line: number; readonly items: readonly LinedJson[] }
  | { readonly kind: "string"; readonly line: number; readonly value: string }
  | { readonly kind: "other"; readonly line: number; readonly value: number | boolean | null };

export interface LinedMember {
  /** The line of the member's name. */
  readonly line: number;
  readonly value: LinedJson;
}

/** Thrown inside the doctor alone; it becomes the answer "unreadable". */
export class UnreadablePolicy extends Error {
  readonly line: number;
  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

const TOKEN = /[ \t\r\n]*(?:([{}[\],:])|("(?:[^"\\\n]|\\.)*")|(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null))/y;
const DEEPEST = 32;

/**
 * Reads JSON strictly, as IAM does: no comments, no trailing commas, and no name twice in one object. Throws
 * {@link UnreadablePolicy} with the line.
 */
export function readJsonWithLines(text: string): LinedJson {
  let at = 0;
  let line = 1;

  function next(): string {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    const end = match === null ? at + (/^[ \t\r\n]*/.exec(text.slice(at))?.[0].length ?? 0) : TOKEN.lastIndex;
    line += text.slice(at, end).split("\n").length - 1;
    at = end;
    if (match === null) throw new UnreadablePolicy(line, at >= text.length ? "The text ends too early." : "This is not JSON here.");
    return match[1] ?? match[2] ?? match[3] ?? "";
  }

  function string(token: string): string {
    if (!token.startsWith('"')) throw new UnreadablePolicy(line, "A name in quotes is expected here.");
    try {
      return JSON.parse(token) as string;
    } catch {
      throw new UnreadablePolicy(line, "This text in quotes has an escape that JSON does not know.");
    }
  }

  function value(token: string, depth: number): LinedJson {
    if (depth > DEEPEST) throw new UnreadablePolicy(line, "This is nested too deeply for a policy.");
    const start = line;
    if (token === "{") return { kind: "object", line: start, members: members(depth) };
    if (token === "[") return { kind: "array", line: start, items: items(depth) };
    if (token.startsWith('"')) return { kind: "string", line: start, value: string(token) };
    if (/^[-0-9tfn]/.test(token)) return { kind: "other", line: start, value: JSON.parse(token) as number | boolean | null };
    throw new UnreadablePolicy(line, `"${token}" is not expected here.`);
  }

  function members(depth: number): ReadonlyMap<string, LinedMember> {
    const found = new Map<string, LinedMember>();
    let token = next();
    if (token === "}") return found;
    for (;;) {
      const name = string(token);
      const nameLine = line;
      if (found.has(name)) throw new UnreadablePolicy(nameLine, `"${name}" stands twice in one block.`);
      if (next() !== ":") throw new UnreadablePolicy(line, 'A ":" is expected here.');
      found.set(name, { line: nameLine, value: value(next(), depth + 1) });
      token = next();
      if (token === "}") return found;
      if (token !== ",") throw new UnreadablePolicy(line, 'A "," or "}" is expected here.');
      token = next();
    }
  }

  function items(depth: number): readonly LinedJson[] {
    const found: LinedJson[] = [];
    let token = next();
    if (token === "]") return found;
    for (;;) {
      found.push(value(token, depth + 1));
      token = next();
      if (token === "]") return found;
      if (token !== ",") throw new UnreadablePolicy(line, 'A "," or "]" is expected here.');
      token = next();
    }
  }

  const whole = value(next(), 0);
  if (text.slice(at).trim() !== "") throw new UnreadablePolicy(line, "There is something after the policy's end.");
  return whole;
}
