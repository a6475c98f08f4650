/** The values of a fact's placeholders. */
export interface FactContext {
  readonly names: Readonly<Record<string, string>>;
  /** The answers of the calls so far. */
  readonly answers: readonly unknown[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

type Form = (argument: unknown, expand: (value: unknown, index?: number) => unknown, context: FactContext) => unknown;

/** The values that an object with one `$` key is replaced with, so that facts need not write long or changing values in full. */
const FORMS: Readonly<Record<string, Form>> = {
  /** The JSON text of a value, as policies are sent. */
  $json: (value, expand) => JSON.stringify(expand(value)),
  /** `["a", 65]`: a text, repeated. */
  $repeat: (argument) => {
    const [text, times] = argument as [string, number];
    return text.repeat(times);
  },
  $concat: (parts, expand) => (parts as unknown[]).map((part) => String(expand(part))).join(""),
  /** `[51, item]`: a list of items, in which `{{i}}` is the position from 1. */
  $list: (argument, expand) => {
    const [length, item] = argument as [number, unknown];
    return Array.from({ length }, (_, i) => expand(item, i + 1));
  },
  /** `[51, "key{{i}}", value]`: an object. */
  $map: (argument, expand) => {
    const [length, key, value] = argument as [number, string, unknown];
    return Object.fromEntries(Array.from({ length }, (_, i) => [expand(key, i + 1), expand(value, i + 1)]));
  },
  /** Milliseconds since 1970, so many before now. */
  $ago: (ms, _, { now }) => now - Number(ms),
  /** Seconds since 1970, so many before now. */
  $secondsAgo: (seconds, _, { now }) => Math.floor(now / 1000) - Number(seconds),
};

/** Replaces the placeholders in a value of a fact: `{{account}}`, `{{0.Role.Arn}}` (from the answer of a call), and the forms above. */
export function expandParameters(value: unknown, context: FactContext, index?: number): unknown {
  const expand = (inner: unknown, at = index) => expandParameters(inner, context, at);
  if (typeof value === "string") return value.replace(/\{\{([\w.]+)\}\}/g, (_, name: string) => named(name, context, index));
  if (Array.isArray(value)) return value.map((item) => expand(item));
  if (typeof value !== "object" || value === null) return value;
  const entries: [string, unknown][] = Object.entries(value);
  const [first] = entries;
  const form = entries.length === 1 && first !== undefined ? FORMS[first[0]] : undefined;
  if (form !== undefined) return form(first?.[1], expand, context);
  return Object.fromEntries(entries.map(([key, inner]) => [expand(key), expand(inner)]));
}

function named(name: string, { names, answers }: FactContext, index: number | undefined): string {
  if (name === "i" && index !== undefined) return String(index);
  const known = names[name];
  if (known !== undefined) return known;
  const [position = "", ...path] = name.split(".");
  const found = path.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], answers[Number(position)]);
  if (found === undefined) throw new Error(`{{${name}}} has no value`);
  return String(found);
}
