import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import { readMigrationFiles } from "./migration-files.ts";
import previous from "./previous-release.json" with { type: "json" };
import { earlyContracts, missingUses, usesOf } from "./released-interface.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const { migrations } = readMigrationFiles();
const released = { migrations: ["migrations/0008_titles.sql"], uses: [] };
const early = (comment: string) =>
  earlyContracts(released, [{ file: "migrations/0010_drop.sql", sql: `-- kind: contract\n${comment}\ndrop function f();` }]);

test("a contract in the same release as the expand that makes it possible is refused", () => {
  expect(early("-- after: migrations/0009_names.sql")).toEqual([
    "migrations/0010_drop.sql contracts in the same release as migrations/0009_names.sql. Processes of the previous release still use what it removes. Move it to the next release.",
  ]);
});

test("a contract that does not say after which migration it may come is refused", () => {
  expect(early("")).toEqual([expect.stringMatching(/^migrations\/0010_drop\.sql contracts without a line "-- after: /)]);
});

test("a contract after a released migration is accepted, and one that says why it is safe at once", () => {
  expect(early("-- after: migrations/0008_titles.sql")).toEqual([]);
  expect(early("-- safe: the check allows more than before")).toEqual([]);
});

test("a migration of the previous release is not judged again", () => {
  expect(
    earlyContracts({ ...released, migrations: ["migrations/0010_drop.sql"] }, [
      { file: "migrations/0010_drop.sql", sql: "-- kind: contract" },
    ]),
  ).toEqual([]);
});

test("no migration since the previous release contracts too early", () => {
  expect(earlyContracts(previous, migrations)).toEqual([]);
});

/** Runs statements as sp_owner, and returns what the previous release would miss. Nothing of it stays. */
async function missingAfter(statements: string, contracts: Parameters<typeof missingUses>[2]): Promise<readonly string[]> {
  const owner = await database.pool("owner").connect();
  try {
    await owner.query("begin");
    await owner.query(statements);
    return missingUses(previous, await usesOf(owner), contracts);
  } finally {
    await owner.query("rollback");
    owner.release();
  }
}

test("the database has everything that the processes of the previous release use", async () => {
  expect(await missingAfter("select 1", migrations)).toEqual([]);
});

test.each([
  [
    "a function with other arguments",
    "drop function owners_of(uuid); create function owners_of(c uuid, also text) returns int language sql as 'select 1'; grant execute on function owners_of(uuid, text) to sp_worker",
    /^sp_worker: function owners_of\(c uuid\) returns/,
  ],
  [
    "a function that a role may no longer call",
    "revoke execute on function take_log_calls from sp_app",
    /^sp_app: function take_log_calls\(/,
  ],
  ["a dropped column", "alter table saved_searches drop column search", /^sp_app: \w+ saved_searches\.search jsonb$/],
  ["a renamed column", "alter table saved_searches rename column search to words", /^sp_app: \w+ saved_searches\.search jsonb$/],
  ["a column of another type", "alter table saved_searches alter column name type varchar(200)", /^sp_app: \w+ saved_searches\.name text$/],
  ["a column that a role may no longer read", "revoke select on favorite_log_groups from sp_app", /^sp_app: select favorite_log_groups\./],
  ["a table in which a role may no longer delete", "revoke delete on saved_searches from sp_app", /^sp_app: delete saved_searches$/],
  ["a queue", "delete from pgboss.queue where name = 'mail-claim'", /^queue mail-claim$/],
  ["another schema of pg-boss", "update pgboss.version set version = version + 1", /^pg-boss schema 46$/],
])("%s is found if the previous release used it", async (_what, statements, expected) => {
  const missing = await missingAfter(statements, []);
  expect(missing).not.toEqual([]);
  for (const use of missing) expect(use).toMatch(expected);
});

test("what a contract names may be missing, and nothing else", async () => {
  const contract = { file: "migrations/0099_drop.sql", sql: "-- kind: contract\n-- drops: saved_searches.search\n" };
  const statements = "alter table saved_searches drop column search; drop function owners_of(uuid)";
  expect(await missingAfter(statements, [contract])).toEqual([expect.stringMatching(/function owners_of/)]);
});
