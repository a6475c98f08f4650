import { createHash } from "node:crypto";
import pg from "pg";
import { expect, test } from "vitest";
import { withInstalled } from "#db/testing/installed-database.ts";
import { indexesOnEarlierTables } from "./build-indexes.ts";
import { migrate } from "./migrate.ts";
import { type MigrationFile, readMigrationFiles } from "./migration-files.ts";

const files = readMigrationFiles();
const fileOf = (sql: string): MigrationFile => ({
  file: "migrations/0999_next.sql",
  sql,
  sha256: createHash("sha256").update(sql).digest("hex"),
});
const withNext = (sql: string) => ({ ...files, migrations: [...files.migrations, fileOf(sql)] });
const SIZES = "-- kind: expand\ncreate index if not exists searches_by_size on saved_searches (name, user_id);\n";

test("a request that writes while an index is built does not wait, and the index is there when the migration ends", async () => {
  await withInstalled("indexed", async (earlier, url) => {
    // The index waits for this transaction, and so would every later request if it locked the table.
    await earlier.query("begin; update saved_searches set name = name");
    const said: string[] = [];
    const migrated = migrate(url, (text) => said.push(text), withNext(SIZES));
    const later = new pg.Client({ connectionString: url });
    await later.connect();
    const waits =
      "select from pg_stat_activity where query like 'create %index%searches_by_size%' and wait_event_type = 'Lock' and pid <> pg_backend_pid()";
    await expect.poll(async () => (await later.query(waits)).rows.length, { interval: 5 }).toBe(1);
    await later.query("set lock_timeout = '1s'; update saved_searches set name = name");
    await later.end();
    await earlier.query("commit");
    expect(await migrated).toBe(1);
    expect(said[0]).toBe("building the index searches_by_size while requests are served ...");
    const state = "select indisvalid from pg_index where indexrelid = 'searches_by_size'::regclass";
    expect((await earlier.query(state)).rows).toEqual([{ indisvalid: true }]);
  });
});

test("two calls at the same time don't wait for each other: one builds the index, and both end", async () => {
  await withInstalled("both_indexed", async (owner, url) => {
    const quiet = () => undefined;
    const applied = await Promise.all([migrate(url, quiet, withNext(SIZES)), migrate(url, quiet, withNext(SIZES))]);
    expect(applied.toSorted()).toEqual([0, 1]);
    const state = "select indisvalid from pg_index where indexrelid = 'searches_by_size'::regclass";
    expect((await owner.query(state)).rows).toEqual([{ indisvalid: true }]);
  });
});

test("an index that an ended attempt left unfinished is built again", async () => {
  await withInstalled("unfinished", async (owner, url) => {
    await owner.query("insert into customers (name) values ('Acme'), ('Acme')");
    const sql = "-- kind: expand\ncreate unique index if not exists customer_named_once on customers (name);\n";
    await expect(migrate(url, () => undefined, withNext(sql))).rejects.toThrow(/could not create unique index "customer_named_once"/);
    const state = "select indisvalid from pg_index where indexrelid = 'customer_named_once'::regclass";
    expect((await owner.query(state)).rows).toEqual([{ indisvalid: false }]);
    await owner.query("update customers set name = 'Globex' where id = (select min(id::text)::uuid from customers)");
    expect(await migrate(url, () => undefined, withNext(sql))).toBe(1);
    expect((await owner.query(state)).rows).toEqual([{ indisvalid: true }]);
  });
});

test("an index on a column of the same migration is built by the migration", async () => {
  await withInstalled("same_migration", async (owner, url) => {
    const sql =
      "-- kind: expand\nalter table saved_searches add column size int;\ncreate index if not exists sizes on saved_searches (size);\n";
    expect(await migrate(url, () => undefined, withNext(sql))).toBe(1);
    expect((await owner.query("select to_regclass('sizes') is not null as made")).rows).toEqual([{ made: true }]);
  });
});

test("an index without `if not exists` on an earlier table is named, because requests would wait until it is built", () => {
  const sql =
    "create table notes (id int);\ncreate index notes_by_id on notes (id);\ncreate unique index sizes\n  on connections (size)\n  where size > 0;\n";
  expect(indexesOnEarlierTables(sql)).toEqual({ ahead: [], blocking: ["sizes"] });
  expect(indexesOnEarlierTables(sql.replace("index sizes", "index if not exists sizes"))).toEqual({
    ahead: [{ unique: "unique ", name: "sizes", table: "connections", rest: "on connections (size)\n  where size > 0" }],
    blocking: [],
  });
});

test("no migration after the baseline lets requests wait until an index is built", () => {
  const later = files.migrations.filter(({ file }) => !/^migrations\/000[1-6]_/.test(file));
  expect(later.flatMap(({ file, sql }) => indexesOnEarlierTables(sql).blocking.map((name) => `${file} ${name}`))).toEqual([]);
});
