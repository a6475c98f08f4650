import { type SQL, sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import { laterWords } from "#db/schema/name-words.ts";
import { startsWith } from "./connection-conditions.ts";

/** A table whose rows are found by their names. `from` names its columns, and `key` is unique. */
interface NamedTable {
  readonly from: SQL;
  /** The name in lowercase, in the collation "C". */
  readonly name: SQL;
  readonly key: SQL;
}

/** The tables in which staff find rows by name. Each has an index of the whole name and one of each later word (`laterWords`). */
export const NAMED = {
  customers: { from: sql`customer_summaries s`, name: sql`s.sort_name`, key: sql`s.customer_id` },
  connections: { from: sql`connections k`, name: sql`lower(k.name) collate "C"`, key: sql`k.id` },
  people: { from: sql`users u`, name: sql`lower(u.name) collate "C"`, key: sql`u.id` },
} as const satisfies Record<string, NamedTable>;

/** What a text finds by name. Each list has at most as many keys as were asked for. */
export interface FoundByName {
  /** The names that begin with the text, in alphabetical order. */
  readonly first: readonly string[];
  readonly isFirstCut: boolean;
  /** The other names, of which the second, third or fourth word begins with it, in the order of that word, then of the name. */
  readonly later: readonly string[];
  /** More names than were asked for have such a word. Those that are not in `later` can all be in `first`. */
  readonly isLaterCut: boolean;
}

interface Wanted {
  /** A further condition on the rows. */
  readonly where: SQL;
  readonly limit: number;
}

/**
 * The rows one of whose first four words begins with a text in lowercase. Each word is a range of its own index, of which no more than the
 * limit is read, so that a text with which every name begins costs no more than another.
 */
export async function findByName(tx: Transaction, table: NamedTable, text: string, { where, limit }: Wanted): Promise<FoundByName> {
  const { rows } = await tx.execute<{ key: string; word: number; cut: boolean }>(nameStatement(table, text, { where, limit }));
  const first = rows.filter(({ word }) => word === 0).map((row) => row.key);
  const later = rows.filter(({ word }) => word > 0).map((row) => row.key);
  return {
    ...{ first: first.slice(0, limit), isFirstCut: first.length > limit },
    // The rows of a word can end at the limit although most of them are in `first`, because their names begin with the text too.
    ...{ later: later.slice(0, limit), isLaterCut: later.length > limit || rows.some(({ cut }) => cut) },
  };
}

/**
 * The statement of `findByName`, for the test of its plan. The names from the text on are read in their order, at most one row more than is
 * wanted, and only then compared with its end: Postgres has no statistics of these expressions for staff, who may read only some columns, so
 * for a range with two ends it would expect few rows, and sort all that there are.
 */
export function nameStatement({ from, name, key }: NamedTable, text: string, { where, limit }: Wanted): SQL {
  const parts = [name, ...laterWords(name)].map(
    (word, n) => sql`(select ${n}::int as word, ${word} as rest, ${name} as name, ${key} as key from ${from}
      where ${word} >= ${text} and ${where} order by ${word}, ${key} limit ${limit + 1})`,
  );
  return sql`select key, min(word) as word, bool_or(word > 0 and found > ${limit}) as cut
    from (select f.*, count(*) over (partition by word) as found from (${sql.join(parts, sql` union all `)}) f
      where ${startsWith(sql`rest collate "C"`, text)}) f
    group by key order by min(word), min(rest) collate "C", min(name) collate "C", key`;
}

/** The first of what was found: names that begin with the text before others. */
export function firstOf({ first, isFirstCut, later, isLaterCut }: FoundByName, limit: number) {
  const keys = [...first, ...later];
  return { keys: keys.slice(0, limit), isCut: keys.length > limit || isFirstCut || isLaterCut };
}
