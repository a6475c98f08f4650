import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RUNTIME_ROLES } from "#db/migrations/database-roles.ts";
import { reportRights } from "#db/role-rights.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const names = async (text: string): Promise<string[]> =>
  (await database.pool("admin").query<{ name: string }>(text)).rows.map(({ name }) => name);

test("every table with a customer is under forced row security, except sessions", async () => {
  const open = await names(`select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'customer_id'
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not (c.relrowsecurity and c.relforcerowsecurity)`);
  expect(open).toEqual(["sessions"]);
});

test("row security is forced on every table that has it, so it applies to the table's owner too", async () => {
  expect(
    await names(
      "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity and not relforcerowsecurity",
    ),
  ).toEqual([]);
});

test("only the tables of sign-in, its rate limits and the heartbeats have no row security", async () => {
  const tables = await names(
    "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and not relrowsecurity order by 1",
  );
  expect(tables).toEqual(["accounts", "rate_limits", "sessions", "users", "verification_tokens", "worker_heartbeats"]);
});

/** Also those without SECURITY DEFINER: a trigger or a check runs as sp_owner when a function of sp_owner causes it. */
test("the search path of every function ends with pg_temp", async () => {
  expect(
    await names(`select oid::regprocedure::text as name from pg_proc where pronamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
    and 'search_path=pg_catalog, public, pg_temp' <> all (coalesce(proconfig, '{}'))`),
  ).toEqual([]);
});

test("PUBLIC may call no function of our schema or the queue's", async () => {
  expect(
    await names(`select p.proname as name from pg_proc p where p.pronamespace in ('public'::regnamespace, 'pgboss'::regnamespace)
    and (p.proacl is null or exists (select from aclexplode(p.proacl) x where x.grantee = 0))`),
  ).toEqual([]);
});

test("PUBLIC has no rights on a table, a schema or the database", async () => {
  expect(
    await names(`select c.relname as name from pg_class c, aclexplode(c.relacl) x where c.relnamespace in ('public'::regnamespace, 'pgboss'::regnamespace) and x.grantee = 0
    union all select n.nspname from pg_namespace n, aclexplode(n.nspacl) x where n.nspname in ('public', 'pgboss') and x.grantee = 0
    union all select d.datname from pg_database d, aclexplode(d.datacl) x where d.datname = current_database() and x.grantee = 0`),
  ).toEqual([]);
});

test("no runtime role can create or owns anything, is a member of another role, or has administrative rights", async () => {
  const admin = await database.pool("admin").connect();
  expect((await reportRights(admin, RUNTIME_ROLES)).problems).toEqual([]);
  admin.release();
});

test("no role of ours is a superuser, bypasses row security, or may create roles or databases", async () => {
  expect(
    await names(
      "select rolname as name from pg_roles where rolname like 'sp\\_%' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)",
    ),
  ).toEqual([]);
});

test("no runtime role can select a sealed ARN", async () => {
  expect(
    await names(`select r.rolname as name from pg_roles r, unnest('{connections,pending_role_arns}'::text[]) t
    where r.rolname in ('sp_app', 'sp_staff', 'sp_worker', 'sp_signin') and has_column_privilege(r.rolname, t, 'role_arn', 'select')`),
  ).toEqual([]);
});

test("no runtime role may insert or update External IDs, audit events, grants or members", async () => {
  expect(
    await names(`select r.rolname || ' ' || t as name from pg_roles r, unnest('{external_ids,audit_events,audit_heads,support_grants,memberships,invitations,staff,staff_invitations,alerts}'::text[]) t
    where r.rolname in ('sp_app', 'sp_staff', 'sp_worker', 'sp_signin') and has_any_column_privilege(r.rolname, t, 'insert, update')`),
  ).toEqual([]);
});

test("only counters of seconds and minutes, which may be lost, are unlogged tables", async () => {
  const tables = await names("select relname as name from pg_class where relpersistence = 'u' and relkind = 'r' order by 1");
  expect(tables).toEqual(["log_quotas", "rate_limits", "sts_shares"]);
});

test("every function that sp_app may call and that takes a customer ID compares it with app.customer_id", async () => {
  const unguarded =
    await names(`select p.proname as name from pg_proc p where p.pronamespace = 'public'::regnamespace and has_function_privilege('sp_app', p.oid, 'execute')
    and p.prosecdef and p.prosrc !~ 'assert_tenant|assert_owner|is_tenant' order by 1`);
  // These take no customer ID: they return the keys of the ARN index, the number of pending files, and record whether AWS accepts the partner's own credentials.
  expect(unguarded).toEqual([
    "arn_index_key",
    "missing_files",
    "raise_partner_alert",
    "record_sts_failure",
    "record_sts_success",
    "sts_breaker",
  ]);
});

test("every key, check, trigger and policy of controls-in-place.json exists", async () => {
  const existing =
    await names(`select format('%s %s on %s', case contype when 'c' then 'check' when 'f' then 'reference' when 'u' then 'unique' else 'key' end, conname, conrelid::regclass) as name
      from pg_constraint where contype in ('c', 'f', 'p', 'u') and connamespace = 'public'::regnamespace
    union all select format('unique %s on %s', c.relname, i.indrelid::regclass) from pg_index i join pg_class c on c.oid = i.indexrelid where i.indisunique and not i.indisprimary and c.relnamespace = 'public'::regnamespace
    union all select format('trigger %s on %s', tgname, tgrelid::regclass) from pg_trigger t join pg_class c on c.oid = t.tgrelid where not tgisinternal and c.relnamespace = 'public'::regnamespace
    union all select format('policy %s on %s', policyname, tablename) from pg_policies where schemaname = 'public'`);
  const decided: readonly string[] = JSON.parse(readFileSync("db/attack-tests/controls-in-place.json", "utf8"));
  expect(decided.filter((control) => !existing.includes(control))).toEqual([]);
  expect(decided.length).toBeGreaterThan(100);
});
