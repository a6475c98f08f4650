import { getTableColumns, type InferInsertModel, type SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";

/**
 * An INSERT with only the given columns, for tables in which a role may write some columns only: drizzle's own insert names every
 * column, which Postgres refuses (42501) under column grants. Run it with `tx.execute(…)`, with `returning` appended if needed:
 * `tx.execute(sql`${insertNamedColumns(connections, { … })} returning id`)`.
 */
export function insertNamedColumns<T extends PgTable>(table: T, row: Partial<InferInsertModel<T>>): SQL {
  const columns = getTableColumns(table);
  const given = Object.entries(row).filter(([, value]) => value !== undefined);
  const named = given.map(([key, value]) => {
    const column = columns[key];
    if (column === undefined) throw new Error(`no column ${key}`);
    return { name: sql.identifier(column.name), value: sql.param(value, column) };
  });
  const list = (parts: SQL[] | ReturnType<typeof sql.identifier>[]) => sql.join(parts as SQL[], sql`, `);
  return sql`insert into ${table} (${list(named.map((one) => sql`${one.name}`))}) values (${list(named.map((one) => sql`${one.value}`))})`;
}
