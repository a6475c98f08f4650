import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { arrangeCustomer, arrangeMember, arrangeStaff } from "#db/testing/arrange.ts";
import { arrangeConnection } from "#db/testing/arrange-verification.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";

/**
 * Every column that can hold text or an ID is in one of three lists: what erasing a person does with it, text that customers write
 * about their own things, or no person. A new column fails the first test until somebody has decided.
 */
const LISTS: {
  readonly "about people": Readonly<Record<string, "deleted" | "emptied" | "pseudonym">>;
  readonly "text that customers write": readonly string[];
  readonly "no person": readonly string[];
} = JSON.parse(readFileSync(new URL("personal-data.json", import.meta.url), "utf8"));
const aboutPeople = Object.keys(LISTS["about people"]);

const ADDRESS = "ada.leaver@company.example";
const NAME = "Ada Leaver-Marker";
const SUBJECT = "subject-of-ada-marker";
const BROWSER = "ada5".repeat(16);

let database: TestDatabase;
let person = "";
beforeAll(async () => {
  database = await createTestDatabase();
  const owner = database.pool("owner");
  const customer = await arrangeCustomer(owner);
  await arrangeMember(owner, customer);
  await arrangeStaff(owner);
  person = await arrangeStaff(owner, { email: ADDRESS, name: NAME, subject: SUBJECT });
  await arrangeMember(owner, customer, { userId: person as never });
  const { id: connection } = await arrangeConnection(owner, customer);
  const hash = (n: number) => n.toString().repeat(64);
  await past([
    `update users set image = 'https://pictures.example/${ADDRESS}' where id = '${person}'`,
    `insert into sessions (session_token, user_id, expires, provider, browser) values ('${hash(1)}', '${person}', now() + interval '1 hour', 'oidc', 'Ada Browser')`,
    `insert into verification_tokens (identifier, token, expires, id, browser, return_path) values ('${ADDRESS}', '${hash(2)}', now() + interval '1 hour', gen_random_uuid(), '${BROWSER}', '/')`,
    `insert into invitations (customer_id, email, role, token_hash) values ('${customer}', '${ADDRESS}', 'member', '${hash(3)}')`,
    `insert into invitations (customer_id, email, role, token_hash, invited_by, invited_as) values ('${customer}', 'x@company.example', 'member', '${hash(4)}', '${person}', 'owner')`,
    `insert into staff_invitations (email, role, token_hash) values ('${ADDRESS}', 'admin', '${hash(5)}')`,
    `insert into staff_invitations (email, role, token_hash, invited_by) values ('x@company.example', 'admin', '${hash(6)}', '${person}')`,
    `update connections set disabled_by = '${person}' where id = '${connection}'`,
    `update verification_runs set requested_by = '${person}' where connection_id = '${connection}'`,
    `insert into support_grants (customer_id, connection_id, staff_user_id, reason, approved_by) values ('${customer}', '${connection}', '${person}', 'why', '${person}')`,
    `insert into saved_searches (customer_id, connection_id, user_id, name, search) values ('${customer}', '${connection}', '${person}', 'Errors', '{"q": "error"}')`,
    `insert into favorite_log_groups (customer_id, user_id, connection_id, region, log_group) values ('${customer}', '${person}', '${connection}', 'eu-central-1', '/app')`,
    `insert into email_opt_outs (customer_id, user_id, kind) values ('${customer}', '${person}', 'rotation')`,
    ...["starting", "rejected"].map(
      (state) =>
        `insert into log_queries (customer_id, connection_id, user_id, region, log_groups, range_from, range_to, query_text, query_sha256, state, ended_at) values ('${customer}', '${connection}', '${person}', 'eu-central-1', '{/app}', now(), now(), 'limit 1', '${hash(7)}', '${state}', case '${state}' when 'rejected' then now() end)`,
    ),
    `insert into log_usage_daily values ('${customer}', now(), '${connection}', 'eu-central-1', '${person}', 'query', 1, 5, 5)`,
    ...[true, false].map(
      (shared) =>
        `insert into saved_queries (customer_id, user_id, shared, name, query_text) values ('${customer}', '${person}', ${shared}, 'Errors', 'limit 1')`,
    ),
    `insert into staff_actions (kind, made_by, template_version, source, started_at, reason, stopped_at, stopped_by) values ('verify', '${person}', 1, '/admin/connections', now(), 'Because of an incident', now(), '${person}')`,
    `insert into customer_notes (customer_id, author_id, note) values ('${customer}', '${person}', 'Call first.')`,
    `insert into security_contacts (customer_id, id, email, token_hash, added_by) values ('${customer}', gen_random_uuid(), '${ADDRESS}', '${hash(8)}', '${person}')`,
    `insert into security_contacts (customer_id, id, email, token_hash, added_by) values ('${customer}', gen_random_uuid(), 'soc@company.example', '${hash(9)}', '${person}')`,
    `insert into sent_emails values ('${customer}', gen_random_uuid(), 'quarantine', '${connection}', '${person}', '${ADDRESS}', 'sent', null, 1, now(), now())`,
    ...[true, false].map(
      (shared) =>
        `insert into staff_views (user_id, list, name, params, shared) values ('${person}', 'connections', 'Mine', '', ${shared})`,
    ),
    `insert into staff_views (user_id, list, name, params, shared) values (new_id(), 'people', 'Ada', '${new URLSearchParams({ search: ADDRESS })}', true)`,
    `insert into alerts (kind, acknowledged_by, resolved_at, resolved_by) values ('own-account-submitted', '${person}', now(), '${person}')`,
    `insert into alert_history (alert_id, what, user_id, note) select id, 'resolved', '${person}', 'Done' from alerts`,
    `insert into alert_mail_choices values ('${person}', 0)`,
    `insert into alert_mails (user_id, is_critical) values ('${person}', true)`,
    `insert into alert_recipients select a.id, m.user_id, m.id from alerts a, alert_mails m`,
    `insert into denied_calls values ('user:${person}', 'suspend-customer', now(), 1)`,
  ]);
  await owner.query("select write_audit($1, 'member.removed', $2, $3)", [customer, `user:${person}`, JSON.stringify({ user: person })]);
});
afterAll(() => database.drop());

/** Arranges what happened earlier, without triggers. */
async function past(statements: readonly string[]): Promise<void> {
  const client = await database.pool("admin").connect();
  try {
    await client.query("begin; set local session_replication_role = replica");
    for (const statement of statements) await client.query(statement);
    await client.query("commit");
  } finally {
    client.release();
  }
}

/** The columns of the tables with something of the person: in any schema their name, address, identity and browser; also their ID. */
async function columnsOfPerson(): Promise<{ readonly identified: readonly string[]; readonly pseudonym: readonly string[] }> {
  const admin = database.pool("admin");
  const { rows: columns } = await admin.query<{ schema: string; table: string; column: string }>(`
    select c.table_schema as schema, c.table_name as table, c.column_name as column from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema in ('public', 'pgboss', 'installation') and t.table_type = 'BASE TABLE'`);
  const [identified, pseudonym]: [string[], string[]] = [[], []];
  for (const { schema, table, column } of columns) {
    const has = async (texts: readonly string[]) =>
      (
        await admin.query(
          `select from ${schema}.${table} where exists (select from unnest($1::text[]) x where "${column}"::text ilike '%' || x || '%')`,
          [texts],
        )
      ).rowCount !== 0;
    const name = schema === "public" ? `${table}.${column}` : `${schema}.${table}.${column}`;
    if (await has([ADDRESS, encodeURIComponent(ADDRESS), NAME, SUBJECT, BROWSER, "Ada Browser"])) identified.push(name);
    else if (await has([person])) pseudonym.push(name);
  }
  return { identified: identified.toSorted(), pseudonym: pseudonym.toSorted() };
}

test("every column that can hold a text or an ID is in a list that says what erasing a person does with it", async () => {
  const { rows } = await database.pool("admin").query<{ name: string }>(`
    select c.table_name || '.' || c.column_name as name from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
      and c.data_type not in ('boolean', 'smallint', 'integer', 'bigint', 'double precision', 'numeric', 'interval', 'date')
      and c.data_type not like 'timestamp%'`);
  const listed = [...aboutPeople, ...LISTS["text that customers write"], ...LISTS["no person"]];
  expect(rows.map(({ name }) => name).toSorted()).toEqual(listed.toSorted());
  expect(new Set(listed).size).toBe(listed.length);
});

test("every column that refers to a person by a key is in the list of columns about people", async () => {
  const { rows } = await database.pool("admin").query<{ name: string }>(`
    select distinct c.conrelid::regclass || '.' || a.attname as name from pg_constraint c
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey) and a.attname <> 'customer_id'
    where c.contype = 'f' and c.confrelid in ('users'::regclass, 'memberships'::regclass, 'staff'::regclass)`);
  for (const { name } of rows) expect(aboutPeople).toContain(name);
});

test("erasing a person leaves nothing that identifies them in any table; only their ID stays, as a pseudonym, where the list says so", async () => {
  const before = await columnsOfPerson();
  // Otherwise the rest would show nothing: each listed column has something of the person.
  expect([...before.identified, ...before.pseudonym].toSorted()).toEqual(aboutPeople.toSorted());
  await database.pool("owner").query("select cli_erase_person($1)", [ADDRESS.toUpperCase()]);
  const after = await columnsOfPerson();
  expect(after.identified).toEqual([]);
  const history = await database
    .pool("owner")
    .query("select state from log_queries union all select 'saved' from saved_queries where not shared");
  const views = await database.pool("owner").query("select shared from staff_views");
  // What they shared with their colleagues stays, unless it searches for their address.
  expect(views.rows).toEqual([{ shared: true }]);
  // Only a query that still runs has a row, so that it can be stopped; the end deletes it.
  expect(history.rows).toEqual([{ state: "starting" }]);
  const kept = aboutPeople.filter((name) => LISTS["about people"][name] === "pseudonym");
  expect(after.pseudonym).toEqual(kept.toSorted());
});
