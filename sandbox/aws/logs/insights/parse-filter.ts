import type { QueryReader } from "./query-reader.ts";
import { malformedQuery, type QueryToken } from "./query-tokens.ts";
import type { InsightsRecord } from "./record-of.ts";

export type RecordTest = (record: InsightsRecord) => boolean;

/** Parses a condition: `level = "error" and (ms > 100 or @message like /time.?out/) and not ispresent(user) and status in [500, 503]`. */
export function parseFilter(reader: QueryReader): RecordTest {
  let left = conjunction(reader);
  while (reader.takes("or")) {
    const [a, b] = [left, conjunction(reader)];
    left = (record) => a(record) || b(record);
  }
  return left;
}

function conjunction(reader: QueryReader): RecordTest {
  let left = one(reader);
  while (reader.takes("and")) {
    const [a, b] = [left, one(reader)];
    left = (record) => a(record) && b(record);
  }
  return left;
}

function one(reader: QueryReader): RecordTest {
  if (reader.takes("not")) {
    const inner = one(reader);
    return (record) => !inner(record);
  }
  if (reader.takes("(")) {
    const inner = parseFilter(reader);
    reader.needs(")");
    return inner;
  }
  if (reader.takes("ispresent")) {
    reader.needs("(");
    const field = reader.name();
    reader.needs(")");
    return (record) => record.has(field);
  }
  const field = fieldOf(reader);
  const negated = reader.takes("not");
  const test = valueTest(reader);
  return (record) => {
    const value = record.get(field);
    return value === undefined ? negated : test(value) !== negated;
  };
}

/** Parses a field or `toMillis(@timestamp)`. Both yield the same value, because times are kept in milliseconds. */
function fieldOf(reader: QueryReader): string {
  const name = reader.name();
  if (name.toLowerCase() !== "tomillis") return name;
  reader.needs("(");
  const field = reader.name();
  reader.needs(")");
  return field;
}

function valueTest(reader: QueryReader): (value: string | number) => boolean {
  if (reader.takes("like") || reader.takes("=~")) return likeTest(reader.next());
  if (reader.takes("in")) {
    reader.needs("[");
    const tests = [equals(reader.next())];
    while (reader.takes(",")) tests.push(equals(reader.next()));
    reader.needs("]");
    return (value) => tests.some((test) => test(value));
  }
  for (const operator of ["!=", "<=", ">=", "=", "<", ">"] as const) {
    if (reader.takes(operator)) return comparison(operator, reader.next());
  }
  throw malformedQuery("expected a comparison");
}

function likeTest(wanted: QueryToken): (value: string | number) => boolean {
  if (wanted.kind === "regex") return (value) => wanted.regex.test(String(value));
  if (wanted.kind === "text") return (value) => String(value).includes(wanted.text);
  throw malformedQuery("like needs a string or a /regular expression/");
}

function equals(wanted: QueryToken): (value: string | number) => boolean {
  if (wanted.kind === "number") return (value) => Number(value) === wanted.value;
  if (wanted.kind === "text" || wanted.kind === "name") return (value) => String(value) === wanted.text;
  throw malformedQuery("expected a value");
}

function comparison(operator: "!=" | "<=" | ">=" | "=" | "<" | ">", wanted: QueryToken): (value: string | number) => boolean {
  const same = equals(wanted);
  if (operator === "=") return same;
  if (operator === "!=") return (value) => !same(value);
  const bound = wanted.kind === "number" ? wanted.value : Number.NaN;
  const holds = {
    "<": (n: number) => n < bound,
    "<=": (n: number) => n <= bound,
    ">": (n: number) => n > bound,
    ">=": (n: number) => n >= bound,
  };
  return (value) => holds[operator](Number(value));
}
