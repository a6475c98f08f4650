import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RUNTIME_ROLES } from "#db/migrations/database-roles.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import { outdatedSentence, problemSentence, reportRights } from "./role-rights.ts";

let database: TestDatabase;
let name: string;
beforeAll(async () => {
  database = await createTestDatabase();
  name = new URL(database.urls.admin).pathname.slice(1);
});
afterAll(() => database.drop());

/** The report about sp_signin after these statements of a superuser, which are rolled back. */
async function reportAfter(statements: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: database.urls.admin });
  await client.connect();
  try {
    await client.query("begin");
    await client.query(statements);
    return (await reportRights(client, ["sp_signin"])).problems.map(problemSentence);
  } finally {
    await client.end();
  }
}

test("every runtime role can report its own rights, and none has a problem", async () => {
  for (const login of ["app", "staff", "worker", "signin"] as const) {
    const client = await database.pool(login).connect();
    expect(await reportRights(client)).toMatchObject({ login: `sp_${login}`, problems: [] });
    client.release();
  }
  const admin = await database.pool("admin").connect();
  expect((await reportRights(admin, RUNTIME_ROLES)).problems).toEqual([]);
  expect((await reportRights(admin)).problems).toContainEqual({
    role: "postgres",
    problem: "is a superuser",
    fix: "alter role postgres nosuperuser",
  });
  admin.release();
});

test.each([
  ["alter role sp_signin superuser", "is a superuser. Correct it: alter role sp_signin nosuperuser."],
  ["alter role sp_signin bypassrls", "passes row security. Correct it: alter role sp_signin nobypassrls."],
  ["alter role sp_signin createrole", "may create roles. Correct it: alter role sp_signin nocreaterole."],
  ["alter role sp_signin createdb", "may create databases. Correct it: alter role sp_signin nocreatedb."],
  ["alter role sp_signin replication", "may replicate. Correct it: alter role sp_signin noreplication."],
  ["grant temp on database NAME to sp_signin", "may create temporary objects in database NAME. Correct it: sallyport migrate."],
  ["grant temp on database NAME to public", "may create temporary objects in database NAME. Correct it: sallyport migrate."],
  ["grant create on database NAME to public", "may create schemas in database NAME. Correct it: sallyport migrate."],
  [
    "grant create on schema public to sp_signin",
    "may create objects in schema public. Correct it: revoke create on schema public from public, sp_signin.",
  ],
  [
    "grant create on schema pgboss to public",
    "may create objects in schema pgboss. Correct it: revoke create on schema pgboss from public, sp_signin.",
  ],
  ["grant pg_read_all_data to sp_signin", "is a member of pg_read_all_data. Correct it: revoke pg_read_all_data from sp_signin."],
  ["create table mine (a int); alter table mine owner to sp_signin", "owns table mine. Correct it: give it another owner, or drop it."],
  [
    "create function mine() returns int language sql as 'select 1'; alter function mine owner to sp_signin",
    "owns function mine(). Correct it: give it another owner, or drop it.",
  ],
  [
    "grant set on parameter session_replication_role to sp_signin",
    "may switch triggers off with session_replication_role. Correct it: revoke set on parameter session_replication_role from public, sp_signin.",
  ],
])("after `%s` the report names the problem and what to run", async (statements, said) => {
  expect(await reportAfter(statements.replaceAll("NAME", name))).toEqual([`The database role sp_signin ${said.replaceAll("NAME", name)}`]);
});

test("membership in a cloud provider's role is allowed, but not in the roles of which that role is a member", async () => {
  expect(await reportAfter("create role rds_iam; grant rds_iam to sp_signin")).toEqual([]);
  const said = await reportAfter("create role rds_iam; grant rds_iam to sp_signin; grant sp_owner to rds_iam");
  expect(said).toContain("The database role sp_signin is a member of sp_owner. Correct it: revoke sp_owner from sp_signin.");
});

test("the report names a role that does not exist", async () => {
  const admin = await database.pool("admin").connect();
  expect((await reportRights(admin, ["sp_nobody"])).problems.map(problemSentence)).toEqual([
    "The database role sp_nobody does not exist. Correct it: sallyport migrate with DATABASE_ADMIN_URL.",
  ]);
  admin.release();
});

test.each([
  [150018, "15.18", "15.20"],
  [160015, "16.15", "16.16"],
  [170011, "17.11", "17.12"],
  [180004, "18.4", "18.7"],
])("a server of version %i lacks a fix, and the sentence names the release that has it", (version, is, needs) => {
  expect(outdatedSentence(version)).toBe(`PostgreSQL ${is} has a known vulnerability (CVE-2026-6460). Upgrade to ${needs} or later.`);
});

test.each([150020, 160016, 170012, 180007, 180012, 190000])("a server of version %i is current", (version) => {
  expect(outdatedSentence(version)).toBeUndefined();
});

test("a server older than 15 is not supported", () => {
  expect(outdatedSentence(140022)).toBe("PostgreSQL 14 is not supported. Use PostgreSQL 15 or later.");
});
