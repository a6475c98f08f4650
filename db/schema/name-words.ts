import { type SQL, sql } from "drizzle-orm";
import { type IndexBuilder, index, type PgColumn } from "drizzle-orm/pg-core";

/** What follows the first, second and third word. Words are separated by one or several of these characters. */
const REST = [
  sql`'^[^ _./,:()-]*(?:[ _./,:()-]+[^ _./,:()-]+){0}[ _./,:()-]+(.+)$'`,
  sql`'^[^ _./,:()-]*(?:[ _./,:()-]+[^ _./,:()-]+){1}[ _./,:()-]+(.+)$'`,
  sql`'^[^ _./,:()-]*(?:[ _./,:()-]+[^ _./,:()-]+){2}[ _./,:()-]+(.+)$'`,
];

/**
 * A name in lowercase, in the collation "C", from its second, third and fourth word on; null if it has fewer words. It is written as in the
 * indexes, because an index is used only for the same expression.
 */
export const laterWords = (name: SQL): readonly SQL[] => REST.map((pattern) => sql`substring(${name} from ${pattern})`);

/** An index of a table's names for each of their later words. */
export function wordIndexes(table: string, name: SQL, key: PgColumn): readonly IndexBuilder[] {
  return laterWords(name).map((rest, n) =>
    index(`${table}_by_${["second", "third", "fourth"][n]}_word`)
      .on(sql`(${rest})`, key)
      .where(sql`${rest} is not null`),
  );
}
