import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";

/** A column that a list is sorted by. Its type says how the value is written in a cursor and read back. */
export interface KeyColumn {
  readonly expression: SQL;
  readonly type: "time" | "text" | "uuid" | "integer";
}

/**
 * The order of a list. A list is the rows of its segments, one segment after the other; within a segment the keys decide. Each segment with
 * the keys must be the beginning of an index, so that a page reads only its own rows, however long the list is. The last key must be unique.
 */
export interface KeysetOrder {
  readonly segments: readonly SQL[];
  readonly keys: readonly KeyColumn[];
  readonly descending: boolean;
}

/** A row's place in the order: the number of its segment and the text of its keys. */
export interface Place {
  readonly segment: number;
  readonly keys: readonly string[];
}

interface KeysetPage<Row> {
  readonly rows: readonly Row[];
  /** The last row, if more rows follow it; the next page begins after it. */
  readonly next: Place | null;
  /** The first row, if there are rows before it. */
  readonly previous: Place | null;
}

/**
 * A part of the rows of a list that is read by itself, through its own index. The rows of all sources make one list, so no row may be in
 * two of them, and all have the same columns.
 */
export interface KeysetSource {
  readonly columns: SQL;
  readonly from: SQL;
  readonly where: SQL;
  /** What the keys of the order are in this source. */
  readonly keys: readonly SQL[];
}

interface Page {
  readonly order: KeysetOrder;
  readonly start: { readonly after: Place } | { readonly before: Place } | null;
  /** Rows of a page. */
  readonly limit: number;
}

type Asked = Page & (Pick<KeysetSource, "columns" | "from" | "where"> | { readonly sources: readonly KeysetSource[] });

type Raw = Readonly<Record<string, unknown>> & { readonly segment: number };

/**
 * One page of a list, after or before a place. Rows that are added meanwhile move no other row to another page.
 * @throws a database error if a key of the place is not of its column's type: parse a cursor with `isPlaceOf` first
 */
export async function keysetPage<Row>(tx: Transaction, asked: Asked, toRow: (raw: Raw) => Row): Promise<KeysetPage<Row>> {
  const { start, limit } = asked;
  const backwards = start !== null && "before" in start;
  const { rows } = await tx.execute<Raw>(pageStatement(asked, backwards));
  const found = rows.slice(0, limit);
  const more = rows.length > limit;
  const shown = backwards ? found.toReversed() : found;
  const [first, last] = [shown[0], shown.at(-1)];
  const place = (row: Raw | undefined) => (row === undefined ? null : placeOf(row, asked.order.keys.length));
  return {
    rows: shown.map(toRow),
    next: (backwards ? found.length > 0 : more) ? place(last) : null,
    previous: (backwards ? more : start !== null) ? place(first) : null,
  };
}

/** The columns of the keys in a statement, and of their texts. An order has at most so many keys. */
const SORTS = [sql`sort_0`, sql`sort_1`, sql`sort_2`];
const TEXTS = [sql`key_0`, sql`key_1`, sql`key_2`];

/**
 * Each segment of each source is read by itself, at most one page of it, because Postgres sorts the rows of `a or b` before it can limit
 * them.
 */
export function pageStatement(asked: Asked, backwards: boolean): SQL {
  const { order, start, limit } = asked;
  const { keys, segments } = order;
  const sources = "sources" in asked ? asked.sources : [{ ...asked, keys: keys.map(({ expression }) => expression) }];
  const down = order.descending !== backwards;
  const direction = down ? sql`desc` : sql`asc`;
  const place = start === null ? null : "before" in start ? start.before : start.after;
  const names = SORTS.slice(0, keys.length);
  const sorted = (list: readonly SQL[]) =>
    sql.join(
      list.map((key) => sql`${key} ${direction}`),
      sql`, `,
    );
  const parts = segments.flatMap((segment, n) => {
    if (place !== null && (backwards ? n > place.segment : n < place.segment)) return [];
    return sources.map((source) => {
      const beyond = place === null || n !== place.segment ? sql`true` : beyondPlace(keys, source.keys, place, down);
      const listed = source.keys.map((expression, k) => sql`${expression} as ${SORTS[k]}`);
      return sql`(select ${n}::int as segment, ${sql.join(listed, sql`, `)}, ${source.columns} from ${source.from}
        where ${segment} and ${source.where} and ${beyond} order by ${sorted(source.keys)} limit ${limit + 1})`;
    });
  });
  if (parts.length === 0) return sql`select 0 as segment where false`;
  const texts = names.map((name, n) => {
    const text = keys[n]?.type === "time" ? sql`(${name} at time zone 'UTC')::text` : sql`${name}::text`;
    return sql`${text} as ${TEXTS[n]}`;
  });
  const segmentOrder = backwards ? sql`desc` : sql`asc`;
  return sql`select *, ${sql.join(texts, sql`, `)} from (${sql.join(parts, sql` union all `)}) listed
    order by segment ${segmentOrder}, ${sorted(names)} limit ${limit + 1}`;
}

/** The first key is compared alone too: keys that are columns of several tables can use no index together, the first one can. */
function beyondPlace(keys: readonly KeyColumn[], expressions: readonly SQL[], place: Place, down: boolean): SQL {
  const list = (parts: readonly SQL[]) => sql.join([...parts], sql`, `);
  const values = keys.map(({ type }, n) => parameterOf(type, place.keys[n] ?? ""));
  const whole = sql`(${list(expressions)}) ${down ? sql`<` : sql`>`} (${list(values)})`;
  if (expressions.length === 1) return whole;
  return sql`(${expressions[0]} ${down ? sql`<=` : sql`>=`} ${values[0]} and ${whole})`;
}

function parameterOf(type: KeyColumn["type"], text: string): SQL {
  switch (type) {
    case "time":
      return sql`(${text}::timestamp at time zone 'UTC')`;
    case "uuid":
      return sql`${text}::uuid`;
    case "integer":
      return sql`${text}::bigint`;
    case "text":
      return sql`${text}::text`;
  }
}

function placeOf(row: Raw, keys: number): Place {
  return { segment: row.segment, keys: Array.from({ length: keys }, (_, n) => String(row[`key_${n}`] ?? "")) };
}

const TIME = /^(?:-infinity|(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d{1,6})?)$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether a place that came from a URL can be one of this order, so that the database can read its keys. */
export function isPlaceOf({ segments, keys }: KeysetOrder, place: Place): boolean {
  if (place.segment >= segments.length || place.keys.length !== keys.length) return false;
  return keys.every(({ type }, n) => isValueOf(type, place.keys[n] ?? ""));
}

function isValueOf(type: KeyColumn["type"], text: string): boolean {
  switch (type) {
    case "time": {
      const [matched, day, time] = TIME.exec(text) ?? [];
      if (matched === undefined) return false;
      return day === undefined || new Date(`${day}T${time}Z`).toJSON()?.slice(0, 19) === `${day}T${time}`;
    }
    case "uuid":
      return UUID.test(text);
    case "integer":
      return /^[0-9]{1,15}$/.test(text);
    case "text":
      return text.length <= 300 && !text.includes("\0");
  }
}
