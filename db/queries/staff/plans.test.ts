import { type SQL, sql } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inTransaction } from "#db/in-transaction.ts";
import { configurePools } from "#db/pools.ts";
import { pageStatement } from "#db/queries/keyset.ts";
import { arrangeStaff } from "#db/testing/arrange.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { StaffActor } from "#kernel/actor.ts";
import { CustomerId } from "#kernel/ids.ts";
import { worstConnectionsStatement } from "./customer-page.ts";
import { TIMELINE_SOURCES, timelineStatement } from "./customer-timeline.ts";
import { NAMED, nameStatement } from "./name-words.ts";
import { actionOrder, itemOrder } from "./staff-actions.ts";
import { ALERT_COLUMNS, ALERTS, alertOrder } from "./staff-alerts.ts";
import { AUDIT_COLUMNS, type AuditFilter, auditOrder, auditSources } from "./staff-audit.ts";
import { CONNECTION_COLUMNS, connectionOrder } from "./staff-connections.ts";
import { customerOrder, customerSources } from "./staff-customers.ts";
import { type RunFilter, runOrder, runSources } from "./staff-list-runs.ts";
import { type PersonFilter, personOrder, personSources } from "./staff-people.ts";

const CUSTOMERS = 1500;
let database: TestDatabase;
let staff: StaffActor;

/** Enough rows that reading all of a table is never the better plan for one page. */
beforeAll(async () => {
  database = await createTestDatabase();
  configurePools({ staff: database.urls.staff });
  staff = { kind: "staff", role: "support", userId: await arrangeStaff(database.pool("owner"), { role: "support" }) };
  const admin = await database.pool("admin").connect();
  await admin.query("set session_replication_role = replica");
  await admin.query("insert into customers (id, name) select new_id(), 'Customer ' || n from generate_series(1, $1) n", [CUSTOMERS]);
  await admin.query(
    "insert into customer_summaries (customer_id, sort_name, worst) select id, lower(name), hashtext(name)::bigint & 7 from customers",
  );
  await admin.query(`insert into connections (customer_id, name, regions, external_id_id, status, verified_at, created_at, role_arn, arn_hmac,
      account_id, role_id, verified_run_id)
    select c.id, 'c' || n, '{eu-central-1}', gen_random_uuid(), case when n % 50 = 0 then 'quarantined' else 'connected' end,
      now() - n * interval '1 minute', now() - n * interval '1 hour', 'sealed', encode(sha256((c.id::text || n)::bytea), 'hex'),
      (100000000000 + n)::text, 'AROA' || c.id || n, gen_random_uuid() from customers c, generate_series(1, 10) n`);
  await admin.query(`insert into audit_events (chain, seq, at, event, actor, attributes, hash)
    select id::text, n, now() - n * interval '1 minute', case when n % 10 = 0 then 'run.closed' else 'run.started' end, 'system:worker',
      case when n % 10 = 0 then '{"verdict": "secure"}'::jsonb else '{}' end, ''
    from customers, generate_series(1, 20) n`);
  await admin.query(`insert into staff_actions (kind, made_by, template_version, source, started_at, reason, finished_at)
    select 'verify', new_id(), 1, '/admin/connections', now() - n * interval '1 minute', 'Because of an incident', now()
    from generate_series(1, 2000) n`);
  await admin.query(`insert into staff_action_items (action_id, n, customer_id, state, status_before, finished_at)
    select a.id, n, c.id, 'done', 'active', now() from (select id from staff_actions limit 3) a,
      (select id, row_number() over () as n from customers) c`);
  await admin.query(`with u as (insert into users (name, email, last_sign_in_at) select 'P' || n, 'p' || n || '@x.example', now() - n * interval '1 min'
      from generate_series(1, 20000) n returning id, name), c as (select id, row_number() over () as n from customers)
    insert into memberships (customer_id, user_id, role, created_at) select c.id, u.id, 'member', now() - substr(u.name, 2)::int * interval '1 hour'
      from u join c on c.n = 1 + substr(u.name, 2)::int % ${CUSTOMERS}`);
  await admin.query(`insert into invitations (customer_id, email, role, token_hash) select id, 'i' || n || '@x.example', 'member', encode(sha256((id::text || n)::bytea), 'hex')
    from customers, generate_series(1, 5) n`);
  await admin.query(`insert into verification_runs (customer_id, connection_id, external_id_id, reason, arn_hmac, sandbox, finished_at, verdict)
    select k.customer_id, k.id, k.external_id_id, 'schedule', repeat('a', 64), false, now(), case when k.status = 'quarantined' then 'not-secure' else 'access-denied' end
    from connections k, generate_series(1, 2)`);
  await admin.query(`insert into alerts (kind, customer_id, severity, raised_at, resolved_at)
    select 'own-account-submitted', id, (hashtext(name) & 3), now() - n * interval '1 minute', case when n > 1 then now() end
    from customers, generate_series(1, 10) n`);
  await admin.query("analyze");
  admin.release(true);
});
afterAll(() => database.drop());

interface Node {
  readonly "Node Type": string;
  readonly "Actual Rows": number;
  readonly "Actual Loops": number;
  readonly "Rows Removed by Filter"?: number;
  readonly "Relation Name"?: string;
  readonly Plans?: readonly Node[];
}
const nodesOf = (node: Node): readonly Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];
const dialect = new PgDialect();

/** Reads how many rows of each table a statement touched. */
async function touched(statement: SQL): Promise<{ readonly rows: number; readonly scans: readonly string[] }> {
  return inTransaction(staff, async (tx) => {
    const explained = await tx.execute<{ "QUERY PLAN": readonly [{ readonly Plan: Node }] }>(
      sql`explain (analyze, format json) ${statement}`,
    );
    const nodes = nodesOf(explained.rows[0]?.["QUERY PLAN"][0].Plan as Node);
    return {
      rows: nodes.reduce(
        (sum, node) =>
          node["Relation Name"] === undefined
            ? sum
            : sum + (node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0)) * node["Actual Loops"],
        0,
      ),
      scans: nodes.filter((node) => node["Node Type"] === "Seq Scan").map((node) => node["Relation Name"] ?? ""),
    };
  });
}

const page = { columns: sql`1 as one`, where: sql`true`, start: null, limit: 50 };
const connections = { ...page, columns: CONNECTION_COLUMNS, from: sql`connections k join customers c on c.id = k.customer_id` };
const alerts = { ...page, columns: ALERT_COLUMNS, from: ALERTS };
const none = { states: [], severities: [] };
const id = "01890000-0000-7000-8000-000000000000";
const other = "01890000-0000-7000-8000-000000000001";
const middle = { segment: 5, keys: [new Date(Date.now() - 5 * 60_000).toISOString().replace("T", " ").replace("Z", ""), id] };

const EVERYTHING: AuditFilter = {
  events: [],
  actors: [],
  chains: [],
  connectionIds: [],
  verdicts: [],
  ...{ hours: null, day: null, about: null, partnerAbout: null },
};
const ALL_PEOPLE: PersonFilter = { statuses: [], roles: [], customerIds: [], match: null };
const ALL_RUNS: RunFilter = { verdicts: [], reasons: [], customerIds: [], connections: [], hours: null, match: null };
const nobody = { emailStart: "zz", userIds: [id], customerIds: [] };
const person = { segment: 0, keys: ["p5000@x.example", id, id] };

test.each<[string, SQL]>([
  ["connections, worst first", pageStatement({ ...connections, order: connectionOrder("status", false, []) }, false)],
  ["connections of one status", pageStatement({ ...connections, order: connectionOrder("status", false, ["connected"]) }, false)],
  [
    "a later page of connections",
    pageStatement({ ...connections, start: { after: middle }, order: connectionOrder("status", false, []) }, false),
  ],
  [
    "an earlier page of connections",
    pageStatement({ ...connections, start: { before: middle }, order: connectionOrder("status", false, []) }, true),
  ],
  ["connections by verification", pageStatement({ ...connections, order: connectionOrder("verified", true, []) }, false)],
  ["connections by creation", pageStatement({ ...connections, order: connectionOrder("created", true, []) }, false)],
  ["connections by name", pageStatement({ ...connections, order: connectionOrder("name", false, []) }, false)],
  ["customers, worst first", pageStatement({ ...page, from: sql`customer_summaries s`, order: customerOrder("worst", false, []) }, false)],
  ["customers by name", pageStatement({ ...page, from: sql`customer_summaries s`, order: customerOrder("name", true, []) }, false)],
  [
    "customers by verification",
    pageStatement({ ...page, from: sql`customer_summaries s`, order: customerOrder("verified", false, []) }, false),
  ],
  ["customers by creation", pageStatement({ ...page, from: sql`customer_summaries s`, order: customerOrder("created", true, []) }, false)],
  [
    "audit events, newest first",
    pageStatement({ ...page, columns: AUDIT_COLUMNS, from: sql`audit_events e`, order: auditOrder({ chains: [] }, true) }, false),
  ],
  ...(
    [
      ["of a result", { verdicts: ["not-secure"] }],
      ["of several results", { verdicts: ["not-secure", "lost"], events: ["run.closed"] }],
      ["of several kinds", { events: ["customer.suspended", "staff.changed"] }],
      ["of several people", { actors: [`user:${id}`, `staff:${id}`] }],
      ["of several connections", { connectionIds: [id, other] }],
      ["of the partner about a customer", { partnerAbout: id }],
    ] as const
  ).map(([name, filter]): [string, SQL] => [
    `audit events ${name}`,
    pageStatement({ ...page, sources: auditSources({ ...EVERYTHING, ...filter }), order: auditOrder({ chains: [] }, true) }, false),
  ]),
  [
    "audit events of one chain",
    pageStatement({ ...page, columns: AUDIT_COLUMNS, from: sql`audit_events e`, order: auditOrder({ chains: [id] }, true) }, false),
  ],
  ["actions, newest first", pageStatement({ ...page, from: sql`staff_actions a`, order: actionOrder(true) }, false)],
  ["the items of an action", pageStatement({ ...page, from: sql`staff_action_items i`, order: itemOrder(id) }, false)],
  [
    "the items of an action, for its file",
    pageStatement({ ...page, from: sql`staff_action_items i`, order: itemOrder(id, "number") }, false),
  ],
  ...(["email", "joined", "signed-in"] as const).map((sort): [string, SQL] => [
    `people by ${sort}`,
    pageStatement({ ...page, sources: personSources(ALL_PEOPLE, sort), order: personOrder(sort, false) }, false),
  ]),
  [
    "a later page of people",
    pageStatement(
      { ...page, sources: personSources(ALL_PEOPLE, "email"), order: personOrder("email", true), start: { after: person } },
      false,
    ),
  ],
  [
    "people that nobody's name begins with",
    pageStatement(
      { ...page, sources: personSources({ ...ALL_PEOPLE, match: nobody }, "email"), order: personOrder("email", false) },
      false,
    ),
  ],
  ...[
    ALL_RUNS,
    { ...ALL_RUNS, verdicts: ["not-secure" as const] },
    { ...ALL_RUNS, reasons: ["staff" as const] },
    { ...ALL_RUNS, hours: 1, verdicts: ["lost" as const] },
  ].map((filter): [string, SQL] => [
    `verifications: ${JSON.stringify(filter)}`,
    pageStatement({ ...page, sources: runSources(filter), order: runOrder(true) }, false),
  ]),
  ["open alerts, the most severe first", pageStatement({ ...alerts, order: alertOrder("severity", false, none) }, false)],
  ["resolved alerts", pageStatement({ ...alerts, order: alertOrder("severity", false, { states: ["resolved"], severities: [] }) }, false)],
  ["alerts by time", pageStatement({ ...alerts, order: alertOrder("time", true, { ...none, states: ["open", "resolved"] }) }, false)],
])("a page reads its own rows through an index, not the table: %s", async (_name, statement) => {
  const { rows, scans } = await touched(statement);
  expect(scans.filter((table) => table !== "customers")).toEqual([]);
  // A page of each segment at most, each row with its customer, and the events of one moment.
  expect(rows).toBeLessThan(3200);
});

test("names that begin with a text, and those with a later word, are found without reading more of them than are wanted", async () => {
  for (const [name, text] of [
    ["customers", "customer"],
    ["customers", "1"],
    ["connections", "c"],
    ["people", "p"],
  ] as const) {
    const { rows, scans } = await touched(nameStatement(NAMED[name], text, { where: sql`true`, limit: 50 }));
    expect(scans, text).toEqual([]);
    // Of each of four words.
    expect(rows, text).toBeLessThan(4 * 51 + 1);
    expect(rows, text).toBeGreaterThan(50);
  }
});

test("a page of the customers that a wide search finds reads its own rows of each status", async () => {
  const order = customerOrder("worst", false, []);
  const filter = { statuses: [], tags: [], match: { customerIds: [], nameStart: "customer 1", isCut: false } };
  const { rows, scans } = await touched(pageStatement({ ...page, sources: customerSources(filter, order), order }, false));
  expect(scans).toEqual([]);
  // Those with this name, of 1,500.
  expect(rows).toBeLessThan(620);
});

test("the first connections of one customer are read by the customer, not by their status", async () => {
  const { rows: found } = await database.pool("admin").query("select id from customers limit 1");
  const { rows, scans } = await touched(worstConnectionsStatement(CustomerId.parse(found[0].id), 8));
  expect(scans).toEqual([]);
  // Ten connections in each of nine segments, each with its customer.
  expect(rows).toBeLessThan(250);
});

test("a part of a customer's timeline reads its own rows of each source through an index, however many others there are", async () => {
  const { rows: found } = await database.pool("admin").query("select id from customers limit 1");
  const admin = database.pool("admin");
  await admin.query(`insert into sent_emails select id, new_id(), 'rotation', null, null, 'a@b.example', 'sent', null, 1, now(), now() - n * interval '1 h'
    from customers, generate_series(1, 5) n`);
  await admin.query("insert into alerts (kind, customer_id) select 'account-connected-twice', id from customers");
  await admin.query(`insert into audit_events select 'partner', n, now() - n * interval '1 minute', 'note.added', 'system:worker',
    jsonb_build_object('customer', id), '' from (select id, row_number() over () as n from customers) c`);
  await admin.query(
    "begin; set local session_replication_role = replica; insert into verification_runs (customer_id, id, connection_id, external_id_id, reason, arn_hmac, sandbox, started_at, finished_at, verdict, control) select customer_id, new_id(), id, external_id_id, 'schedule', repeat('a', 64), true, created_at, created_at, 'inconclusive', 'ok' from connections; commit",
  );
  await admin.query("analyze");
  const customerId = CustomerId.parse(found[0].id);
  const before = { at: new Date(Date.now() + 60_000).toISOString().replace("T", " ").replace("Z", ""), source: 2, key: "f" };
  for (const place of [null, before]) {
    const { rows, scans } = await touched(timelineStatement(customerId, { sources: TIMELINE_SOURCES, before: place, limit: 15 }));
    expect(scans).toEqual([]);
    expect(rows).toBeGreaterThan(10);
    expect(rows).toBeLessThan(100);
  }
});

test("the keys of a place are parameters, never part of the statement", () => {
  const { sql: text, params } = dialect.sqlToQuery(
    pageStatement(
      { ...connections, start: { after: { segment: 0, keys: ["'; drop", id] } }, order: connectionOrder("status", false, []) },
      false,
    ),
  );
  expect(text).not.toContain("drop");
  expect(params).toContain("'; drop");
});
