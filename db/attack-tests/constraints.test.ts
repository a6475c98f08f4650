import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { KEY_CASES, REFERENCE_CASES } from "./cases/key-cases.ts";
import { SHAPE_CASES } from "./cases/shape-cases.ts";
import { arrangeFixtures, type Fixtures } from "./fixtures.ts";

let fixtures: Fixtures;
beforeAll(async () => {
  fixtures = await arrangeFixtures();
  const admin = fixtures.database.pool("admin");
  await admin.query("insert into alerts (kind) values ('control-failed')");
  await admin.query("insert into alert_history (alert_id, what) select id, 'emailed' from alerts");
  await admin.query("insert into alert_mail_choices values ($1, 0)", [fixtures.people.operator]);
  await admin.query("insert into alert_mails (user_id, is_critical) values ($1, true)", [fixtures.people.operator]);
  await admin.query("insert into alert_recipients select a.id, m.user_id, m.id from alerts a, alert_mails m limit 1");
  await admin.query("insert into denied_calls values ($1, 'suspend-customer', now(), 1)", [`user:${fixtures.people.memberA}`]);
  await admin.query("insert into log_quotas values ('222222222222', 'eu-central-1', 'FilterLogEvents', now(), now(), 1, 0)");
  await admin.query("insert into sts_regions (region, paid_until) values ('eu-central-1', now())");
  await admin.query("insert into sts_shares values ($1, 'eu-central-1', now())", [fixtures.a]);
  await admin.query("insert into worker_heartbeats (worker_id) values ('worker-1')");
  await admin.query("insert into rate_limits (key, points) values ('x', 1)");
  await admin.query("insert into arn_index_keys (current_key) values (repeat('a', 32))");
  await admin.query("insert into data_key_canaries values ('k1', repeat('a', 62))");
  await admin.query("insert into reindexed_arns values ($1, $2, 'was', 'becomes')", [fixtures.a, fixtures.conn.connected.id]);
  await admin.query(
    "begin; set local session_replication_role = replica; update connections set arn_hmac_before = repeat('b', 64) where id = (select id from connections where status = 'connected' limit 1); commit",
  );
  await admin.query("insert into reseals values ($1, $2, 'sealed')", [fixtures.a, fixtures.conn.connected.id]);
});
afterAll(() => fixtures.database.drop());

/** The constraint that refuses the last statement. Grants, row security and triggers do not apply here. */
async function refusedBy(statements: readonly string[]): Promise<string> {
  const client = await fixtures.database.pool("admin").connect();
  try {
    await client.query("begin");
    for (const statement of statements.slice(0, -1)) await client.query(statement);
    const { rowCount } = await client.query(statements.at(-1) ?? "");
    await client.query("set constraints all immediate");
    return `nothing: ${rowCount} rows`;
  } catch (error) {
    const { code, constraint, message } = error as { code?: string; constraint?: string; message: string };
    return constraint === undefined ? message : `${code} ${constraint}`;
  } finally {
    await client.query("rollback");
    client.release();
  }
}

const named = <Case extends readonly [string, string, unknown, string?]>(one: Case) => [`${one[0]} on ${one[1]}`, one[2], one] as const;
const WITHOUT_TRIGGERS = "set local session_replication_role = replica";
const oneOf = (table: string, where = "true") => `(select ctid from ${table} where ${where} limit 1)`;

/** The columns of a table that a row is written with. */
async function columnsOf(table: string): Promise<string> {
  const text = `select string_agg(quote_ident(column_name), ', ') as names from information_schema.columns
    where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER'`;
  return (await fixtures.database.pool("admin").query<{ names: string }>(text, [table])).rows[0]?.names ?? "";
}

describe("invalid values", () => {
  test.each(SHAPE_CASES.map(named))("%s refuses %s", async (_name, _what, [check, table, sets, where]) => {
    expect(await refusedBy([WITHOUT_TRIGGERS, `update ${table} set ${sets} where ctid = ${oneOf(table, where)}`])).toBe(`23514 ${check}`);
  });
});

describe("duplicates", () => {
  test.each(KEY_CASES.map(named))("%s refuses a second row, but for %j", async (_name, _what, [key, table, but, where]) => {
    const columns = await columnsOf(table);
    const second = `jsonb_populate_record(t, '${JSON.stringify(but)}')`;
    const copy = `insert into ${table} (${columns}) select ${columns} from (select (${second}).* from ${table} t where ctid = ${oneOf(table, where)}) r`;
    expect(await refusedBy([WITHOUT_TRIGGERS, copy])).toBe(`23505 ${key}`);
  });
});

describe("references", () => {
  test.each(REFERENCE_CASES)("%s refuses a row that does not exist or is another customer's", async (reference, statements) => {
    const tables = [
      "connections",
      "external_ids",
      "verification_runs",
      "verification_probes",
      "pending_role_arns",
      "accounts",
      "log_queries",
    ];
    const quiet = tables.map((table) => `alter table ${table} disable trigger user`);
    expect(await refusedBy([...quiet, ...statements(fixtures)])).toBe(`23503 ${reference}`);
  });
});

test("every check, key and reference in controls-in-place.json has a case here that it refuses", () => {
  const decided: readonly string[] = JSON.parse(readFileSync("db/attack-tests/controls-in-place.json", "utf8"));
  const tried = new Set([...SHAPE_CASES, ...KEY_CASES, ...REFERENCE_CASES].map(([name]) => name));
  const constraints = decided.flatMap((control) => /^(?:check|key|unique|reference) (\S+) on/.exec(control)?.[1] ?? []);
  expect(constraints.length).toBeGreaterThan(100);
  expect(constraints.filter((name) => !tried.has(name))).toEqual([]);
});
