import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { type EmbeddedPostgres, startPostgres } from "#db/testing/embedded-postgres.ts";
import { inheritedVariables } from "#stack/testing/inherited-variables.ts";
import { program } from "#stack/testing/program.ts";
import { DATABASE_ROLES, type DatabaseRole, RUNTIME_ROLES } from "./database-roles.ts";
import { type InstallUrls, installDatabase, URL_VARIABLES } from "./install-database.ts";
import { InstallRefused } from "./install-refused.ts";

/** A server of its own for this file, with password authentication, because the tests create and drop roles of the whole server. */
let server: EmbeddedPostgres;
let folder: string;
const NAME = "sallyport";
/** Only what an administrator without superuser rights may do depends on the Postgres release; everything else is tested on one. */
const isCurrent = inject("postgresRelease") === "current";
/** A test for one release only. It is not defined for the others, because a skipped test counts as failed. */
function onOne(title: string, run: () => Promise<void>): void {
  if (isCurrent) test(title, run);
}
/** A login such as a cloud provider gives its customers: not a superuser. */
const PROVIDER = "provider";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sallyport-install-"));
  chmodSync(folder, 0o755);
  server = await startPostgres({ dataDir: join(folder, "data"), keep: true, release: inject("postgresRelease") });
  // The data is not kept, so the server need not wait for the disk.
  await asAdmin("alter system set fsync = off");
  await asAdmin("alter system set synchronous_commit = off");
  await asAdmin("select pg_reload_conf()");
  await asAdmin(`create role ${PROVIDER} login password 'provider' createrole createdb`);
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(async () => {
  await asAdmin(`drop database if exists ${NAME} with (force)`);
  for (const role of DATABASE_ROLES) await asAdmin(`drop role if exists ${role}`);
});

async function asAdmin<Row extends pg.QueryResultRow>(statement: string, database = "postgres"): Promise<Row[]> {
  return as<Row>(urlOf("postgres", new URL(server.adminUrl).password, database), statement);
}

async function as<Row extends pg.QueryResultRow>(url: string, statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}

function urlOf(login: string, password: string, database = NAME): string {
  return `postgres://${login}:${encodeURIComponent(password)}@127.0.0.1:${server.port}/${database}`;
}

const PASSWORD = "p%40ss/w:rd";
const urls = (password = PASSWORD) =>
  Object.fromEntries(DATABASE_ROLES.map((role) => [role, urlOf(role, password)])) as InstallUrls & Record<DatabaseRole, string>;
const providerUrl = () => urlOf(PROVIDER, "provider", "postgres");

/** Runs the documented command with only these environment variables. */
async function command(
  variables: Readonly<Record<string, string>>,
  ...args: string[]
): Promise<{ status: number; out: string; err: string }> {
  const path = await program();
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [path, "migrate", ...args],
      { env: { NODE_ENV: "test", ...inheritedVariables(), ...variables } },
      (error, out, err) => resolve({ status: typeof error?.code === "number" ? error.code : 0, out, err }),
    );
  });
}

const variables = (of: Record<string, string>) =>
  Object.fromEntries(Object.entries(of).map(([role, url]) => [URL_VARIABLES[role as DatabaseRole], url]));

async function refusal(work: Promise<unknown>): Promise<InstallRefused> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof InstallRefused)) throw new Error("it was not refused", { cause: error });
  return error;
}

/** Each role can log in with its password and can't create objects, and PUBLIC has no rights on the database. */
async function expectInstalled(of: Record<DatabaseRole, string> = urls()): Promise<void> {
  for (const role of RUNTIME_ROLES) {
    expect(await as(of[role], "select current_user::text as login")).toEqual([{ login: role }]);
    await expect(as(of[role], "create temp table audit_heads (chain text)"), role).rejects.toMatchObject({ code: "42501" });
  }
  const [database] = await asAdmin<{ owner: string; rights: string }>(
    `select pg_get_userbyid(datdba) as owner, array_to_string(array(select grantee::regrole || ':' || privilege_type from aclexplode(datacl)
       where grantee <> datdba order by 1), ' ') as rights from pg_database where datname = '${NAME}'`,
  );
  expect(database).toEqual({
    owner: "sp_owner",
    rights: RUNTIME_ROLES.map((role) => `${role}:CONNECT`)
      .toSorted()
      .join(" "),
  });
}

test.each([
  ...(isCurrent ? [["a superuser", () => server.adminUrl] as const] : []),
  ["a login with CREATEROLE and CREATEDB and no more", providerUrl] as const,
])("sallyport migrate with %s installs a database from nothing and prints what it created", async (_who, admin) => {
  const first = await command({ ...variables(urls()), DATABASE_ADMIN_URL: admin() });
  expect(first.err).toMatch(/created role sp_owner\n.*created database sallyport\n.* migrations applied\.\n$/s);
  expect({ status: first.status, out: first.out }).toEqual({ status: 0, out: "" });
  expect(first.err).not.toContain(PASSWORD);
  await expectInstalled();
  // From Postgres 16 on, the administrator may still grant sp_owner, but can't SET ROLE to it.
  const [member] = await asAdmin<{ acts: boolean }>(
    `select pg_has_role('${PROVIDER}', 'sp_owner', case when current_setting('server_version_num')::int < 160000 then 'MEMBER' else 'SET' end) as acts`,
  );
  expect(member).toEqual({ acts: false });
  expect(await installDatabase(urls(), { adminUrl: admin() })).toBe(0);
});

onOne("rights that came back, as after a restore, are revoked with no pending migration and without an administrator", async () => {
  await installDatabase(urls(), { adminUrl: server.adminUrl });
  await asAdmin(
    `grant temp, connect, create on database ${NAME} to public, sp_signin; grant all on schema public to public, sp_worker`,
    NAME,
  );
  expect(await installDatabase(urls())).toBe(0);
  await expectInstalled();
  await expect(as(urls().sp_worker, "create table mine (a int)")).rejects.toMatchObject({ code: "42501" });
});

onOne("a right that sp_owner can't revoke is reported with what to run", async () => {
  await installDatabase(urls(), { adminUrl: server.adminUrl });
  await asAdmin(
    "create schema other; grant create on schema other to sp_app; alter role sp_signin createdb; grant sp_owner to sp_staff",
    NAME,
  );
  const { message } = await refusal(installDatabase(urls()));
  for (const sentence of [
    "The database role sp_app may create objects in schema other. Correct it: revoke create on schema other from public, sp_app.",
    "The database role sp_signin may create databases. Correct it: alter role sp_signin nocreatedb.",
    "The database role sp_staff is a member of sp_owner. Correct it: revoke sp_owner from sp_staff.",
  ])
    expect(message.split("\n")).toContain(sentence);
});

onOne("an existing role keeps its password: a URL with another one is refused, and --set-passwords sets it", async () => {
  await installDatabase(urls("previous"), { adminUrl: providerUrl() });
  const { message } = await refusal(installDatabase({ ...urls("previous"), sp_app: urls().sp_app }, { adminUrl: providerUrl() }));
  expect(message).toContain(
    "The role sp_app already existed, and its password differs from the one in DATABASE_URL. The command did not change it.",
  );
  expect(await as(urls("previous").sp_app, "select 1 as n")).toEqual([{ n: 1 }]);
  expect(await command({ ...variables(urls()), DATABASE_ADMIN_URL: providerUrl() }, "--set-passwords")).toMatchObject({ status: 0 });
  await expectInstalled();
});

onOne("an existing role without a password gets the one of its URL if the administrator is a superuser", async () => {
  await asAdmin("create role sp_signin login");
  const progress: string[] = [];
  await installDatabase(urls(), { adminUrl: server.adminUrl, onProgress: (text) => progress.push(text) });
  expect(progress).toContain("set the password of sp_signin to the one in DATABASE_SIGNIN_URL");
  await expectInstalled();
});

onOne("without an administrator the command prints the SQL of docs/database.md, and works after that was run", async () => {
  const lacking = await command({ DATABASE_OWNER_URL: urls().sp_owner });
  expect(lacking.status).toBe(1);
  expect(lacking.err).toMatch(/^The server rejected the login of DATABASE_OWNER_URL: sp_owner does not exist, has another password/);
  expect(lacking.err).not.toMatch(/\n +at /);
  const documented = readFileSync("docs/database.md", "utf8");
  expect(
    lacking.out
      .trim()
      .split("\n")
      .filter((line) => !documented.includes(line)),
  ).toEqual([]);
  await asAdmin(lacking.out.replace(/^create database.*$/m, "").replaceAll("'…'", `'${PASSWORD}'`));
  const noDatabase = await command({ DATABASE_OWNER_URL: urls().sp_owner });
  expect(noDatabase).toMatchObject({ status: 1, out: `create database "sallyport" owner sp_owner template template0 encoding 'UTF8';\n` });
  await asAdmin(noDatabase.out);
  expect(await command(variables(urls()))).toMatchObject({ status: 0, out: "" });
  await expectInstalled();
});

test("a database of the administrator, such as a cloud provider's first one, is transferred to sp_owner; one of another role is refused", async () => {
  await as(providerUrl(), `create database ${NAME}`);
  await installDatabase(urls(), { adminUrl: providerUrl() });
  await expectInstalled();
  await asAdmin(`alter database ${NAME} owner to postgres`);
  const sentence = /^The database sallyport belongs to .*alter database "sallyport" owner to sp_owner;/;
  expect((await refusal(installDatabase(urls(), { adminUrl: providerUrl() }))).message).toMatch(sentence);
  expect((await refusal(installDatabase(urls()))).message).toMatch(sentence);
  await asAdmin(`grant connect on database ${NAME} to public`);
  expect((await refusal(installDatabase(urls()))).message).toMatch(sentence);
});

for (const [role, url, sentence] of [
  ["sp_app", "postgres://sp_owner:x@127.0.0.1/sallyport", "DATABASE_URL must log in as sp_app, not as sp_owner."],
  ["sp_owner", "sallyport", "DATABASE_OWNER_URL is not a URL such as postgres://sp_owner:PASSWORD@HOST/DATABASE."],
  ["sp_owner", "postgres://sp_owner:x@127.0.0.1", "DATABASE_OWNER_URL is not a URL such as postgres://sp_owner:PASSWORD@HOST/DATABASE."],
] as const)
  onOne(`an invalid URL of ${role} is refused before anything is created: ${url}`, async () => {
    expect((await refusal(installDatabase({ ...urls(), [role]: url }, { adminUrl: server.adminUrl }))).message).toBe(sentence);
    expect(await asAdmin("select rolname from pg_roles where rolname like 'sp\\_%'")).toEqual([]);
  });

onOne("an administrator without a needed right is refused with the name of the right", async () => {
  await asAdmin(`alter role ${PROVIDER} nocreatedb`);
  const noDatabase = await refusal(installDatabase(urls(), { adminUrl: providerUrl() }));
  expect(noDatabase.message).toMatch(/can't create the database sallyport for sp_owner: it needs CREATEDB/);
  await asAdmin(`alter role ${PROVIDER} createdb`);
  await asAdmin("create role other login password 'other' createrole");
  const others = await refusal(installDatabase(urls(), { adminUrl: urlOf("other", "other", "postgres"), setPasswords: true }));
  expect(others.message).toMatch(/can't change the sp_ roles/);
  await asAdmin(`alter role other nocreaterole`);
  await asAdmin("drop role sp_signin");
  const { message, sql } = await refusal(installDatabase(urls(), { adminUrl: urlOf("other", "other", "postgres") }));
  expect(message).toBe("The login of DATABASE_ADMIN_URL can't create roles. Have an administrator run the lines above.");
  expect(sql).toMatch(/create role sp_signin login password '…';/);
  expect(sql).not.toContain("create role sp_app");
  await asAdmin("drop role other");
});

onOne("a wrong password of the administrator is reported", async () => {
  const { message } = await refusal(installDatabase(urls(), { adminUrl: urlOf(PROVIDER, "wrong", "postgres") }));
  expect(message).toBe("The server rejected the login of DATABASE_ADMIN_URL. Check its user, password, and database.");
});
