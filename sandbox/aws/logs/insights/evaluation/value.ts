/** A time in milliseconds since 1970. It shows as `2026-11-24 08:15:00.000` and counts as a number in comparisons and arithmetic. */
export class Time {
  readonly ms: number;

  constructor(ms: number) {
    this.ms = ms;
  }
}

/** A map or a list, from `jsonParse` and its like. Functions for strings, numbers and times see it as missing. */
export class Structure {
  readonly json: object;

  constructor(json: object) {
    this.json = json;
  }

  /** The value of an attribute, or of the item at an index. */
  child(key: string | number): Value {
    if (typeof key === "number") return Array.isArray(this.json) ? valueOfJson(this.json[key]) : undefined;
    return !Array.isArray(this.json) && Object.hasOwn(this.json, key)
      ? valueOfJson((this.json as Record<string, unknown>)[key])
      : undefined;
  }
}

/** What an expression yields. Missing fields, JSON's null, and impossible results are undefined. */
export type Value = string | number | boolean | Time | Structure | undefined;

export function valueOfJson(json: unknown): Value {
  if (typeof json === "object" && json !== null) return new Structure(json);
  return typeof json === "string" || typeof json === "number" || typeof json === "boolean" ? json : undefined;
}

const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

/** The number that a value is or that its whole text is. */
export function toNumber(value: Value): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value === "string") return NUMBER.test(value) ? Number(value) : undefined;
  if (typeof value === "boolean") return value ? 1 : 0;
  return value instanceof Time ? value.ms : undefined;
}

/** The text of a value for functions and comparisons; undefined for a missing value and for a map or a list. */
export function toText(value: Value): string | undefined {
  return value instanceof Structure ? undefined : toShown(value);
}

/** The text of a value in a row. Booleans are 1 and 0. Source: https://github.com/aws-powertools/powertools-lambda-dotnet/issues/667 */
export function toShown(value: Value): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return value ? "1" : "0";
  if (value instanceof Time) return insightsTime(value.ms);
  return value === undefined ? undefined : JSON.stringify(value.json);
}

/** A condition is true for `true`, `1` and other numbers than 0. Other texts, and missing values, are false. */
export function isTrue(value: Value): boolean {
  if (typeof value === "boolean") return value;
  const number = toNumber(value);
  return number !== undefined && number !== 0;
}

/** A result of arithmetic: missing where it is not a finite number, such as after a division by zero. */
export function finite(number: number): number | undefined {
  return Number.isFinite(number) ? number : undefined;
}

/** The largest time of JavaScript. */
const MAX_TIME = 8.64e15;

/** A time in the format of Logs Insights: `2026-11-24 08:15:00.000`, in UTC. */
function insightsTime(time: number): string {
  if (!(Math.abs(time) <= MAX_TIME)) return String(time);
  return new Date(time).toISOString().replace("T", " ").replace("Z", "");
}

/** The milliseconds of a time, or of a number that is one. */
export function toTime(value: Value): number | undefined {
  const number = value instanceof Time ? value.ms : typeof value === "number" ? value : undefined;
  return number !== undefined && Math.abs(number) <= MAX_TIME ? number : undefined;
}
