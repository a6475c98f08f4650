import type { AttackCase } from "#db/attack-tests/attack-case.ts";
import type { Fixtures } from "#db/attack-tests/fixtures.ts";

const COLUMNS = "customer_id, connection_id, user_id, region, log_groups, range_from, range_to, query_text, query_sha256";
const insertQuery = (customer: string, connection: string, user: string) =>
  `insert into log_queries (${COLUMNS}) values ('${customer}', '${connection}', '${user}', 'eu-central-1', '{/a}', now(), now(), 'x', repeat('a', 64))`;
const own = (f: Fixtures) => insertQuery(f.a, f.conn.connected.id, f.people.ownerA);
const ownId = (f: Fixtures) => `(select id from log_queries where customer_id = '${f.a}' and user_id = '${f.people.ownerA}' limit 1)`;
const savedBy = (f: Fixtures) => `(select id from saved_queries where user_id = '${f.people.ownerA}')`;
const save = (customer: string, connection: string, user: string) =>
  `insert into saved_queries (customer_id, connection_id, user_id, shared, name, query_text) values ('${customer}', '${connection}', '${user}', true, 'y', 'x')`;
const live = (f: Fixtures) => `'${f.a}', '${f.queries.running}'`;

const TABLES = ["log_queries", "log_usage_daily", "log_scan_sums", "query_thresholds", "saved_queries"] as const;
const ofTables = TABLES.flatMap((table): AttackCase[] => [
  ["app", `sees B's rows of ${table}`, (f) => `select customer_id from ${table} where customer_id = '${f.b}'`, "0 rows"],
  ["app-none", `sees rows of ${table} without a customer`, () => `select customer_id from ${table}`, "0 rows"],
  ["worker", `reads ${table}`, () => `select customer_id from ${table}`, "42501"],
  ["as-admin", `reads ${table}`, () => `select customer_id from ${table}`, "42501"],
  ["signin", `reads ${table}`, () => `select customer_id from ${table}`, "42501"],
]);

const WORKERS_CALLS = [
  "claim_orphaned_queries(1)",
  "end_orphaned_query(null, null, 'complete', 1)",
  "open_connection_for_stop(null, null, false)",
  "prune_queries(1)",
];
const ofOthers = (["app", "as-admin", "signin"] as const).flatMap((as) =>
  WORKERS_CALLS.map((call): AttackCase => [as, `calls ${call}`, () => `select ${call}`, "42501"]),
);

const ofCustomer: AttackCase[] = [
  ["app", "runs a query for B", (f) => insertQuery(f.b, f.conn.ofB.id, f.people.ownerA), "42501"],
  ["app", "runs a query of B's connection", (f) => insertQuery(f.a, f.conn.ofB.id, f.people.ownerA), "23503"],
  ["app", "runs a query in a colleague's name", (f) => insertQuery(f.a, f.conn.connected.id, f.people.memberA), "42501"],
  [
    "app",
    "chooses the state of a new query",
    (f) => own(f).replace("query_sha256)", "query_sha256, state)").replace(", 64))", ", 64), 'complete')"),
    "42501",
  ],
  ["app", "runs a query", own, "ok1"],
  ["app", "changes a colleague's query", (f) => `update log_queries set scanned_bytes = 5 where id = '${f.queries.running}'`, "42501"],
  ["app", "changes B's query", (f) => `update log_queries set scanned_bytes = 5 where customer_id = '${f.b}'`, "ok0"],
  ["app", "changes the text of a query", () => "update log_queries set query_text = 'y'", "42501"],
  ["app", "chooses the heartbeat of a query", () => "update log_queries set heartbeat_at = now() + interval '1 day'", "42501"],
  ["app", "gives a query to a colleague", (f) => `update log_queries set user_id = '${f.people.memberA}'`, "42501"],
  ["app", "deletes a query", () => "delete from log_queries", "42501"],
  [
    "app",
    "continues a query that has ended",
    (f) => [
      own(f),
      `update log_queries set state = 'rejected' where id = ${ownId(f)}`,
      `update log_queries set state = 'starting' where id = ${ownId(f)}`,
    ],
    "23001",
  ],
  [
    "app",
    "sends a heartbeat of a query that has ended",
    (f) => [
      own(f),
      `update log_queries set state = 'rejected' where id = ${ownId(f)}`,
      `update log_queries set scanned_bytes = scanned_bytes where id = ${ownId(f)}`,
    ],
    "23001",
  ],
  [
    "app",
    "runs more queries at once than AWS allows",
    (f) => [
      `insert into log_queries (${COLUMNS}) select '${f.a}', '${f.conn.connected.id}', '${f.people.ownerA}', 'eu-north-1', '{/a}', now(), now(), 'x', repeat('a', 64) from generate_series(1, 100)`,
      own(f).replace("eu-central-1", "eu-north-1"),
    ],
    "23514",
  ],
  [
    "app",
    "runs a sixth query of the Infrequent Access class at once",
    (f) => [
      `insert into log_queries (${COLUMNS}, infrequent) select '${f.a}', '${f.conn.connected.id}', '${f.people.ownerA}', 'eu-north-1', '{/a}', now(), now(), 'x', repeat('a', 64), true from generate_series(1, 5)`,
      own(f).replace("eu-central-1", "eu-north-1").replace("query_sha256)", "query_sha256, infrequent)").replace(", 64))", ", 64), true)"),
    ],
    "23514",
  ],
  [
    "app",
    "sees a colleague's own saved query",
    (f) => `select id from saved_queries where user_id = '${f.people.memberA}' and not shared`,
    "0 rows",
  ],
  [
    "app",
    "deletes a colleague's own saved query",
    (f) => `delete from saved_queries where user_id = '${f.people.memberA}' and not shared`,
    "ok0",
  ],
  ["app", "saves a query in a colleague's name", (f) => save(f.a, f.conn.connected.id, f.people.memberA), "42501"],
  ["app", "saves a query for B", (f) => save(f.b, f.conn.ofB.id, f.people.ownerA), "42501"],
  ["app", "saves a query of B's connection", (f) => save(f.a, f.conn.ofB.id, f.people.ownerA), "23503"],
  ["app", "saves a query", (f) => save(f.a, f.conn.connected.id, f.people.ownerA), "ok1"],
  [
    "app",
    "changes their own saved query",
    (f) => [save(f.a, f.conn.connected.id, f.people.ownerA), `update saved_queries set name = 'z' where id = ${savedBy(f)}`],
    "ok1",
  ],
  ["app", "gives a saved query to a colleague", (f) => `update saved_queries set user_id = '${f.people.memberA}'`, "42501"],
  ["app", "chooses the revision of a saved query", () => "update saved_queries set revision = 1", "42501"],
  ["app", "changes B's saved query", (f) => `update saved_queries set name = 'z' where customer_id = '${f.b}'`, "ok0"],
  [
    "app",
    "changes a colleague's own saved query",
    (f) => `update saved_queries set name = 'z' where user_id = '${f.people.memberA}' and not shared`,
    "ok0",
  ],
  [
    "app",
    "changes a colleague's shared query as a member",
    (f) => [
      save(f.a, f.conn.connected.id, f.people.ownerA),
      `select set_config('app.user_id', '${f.people.memberA}', true)`,
      `update saved_queries set name = 'z' where id = ${savedBy(f)}`,
    ],
    "42501",
  ],
  [
    "app",
    "renames a colleague's shared query as an owner",
    (f) => `update saved_queries set name = 'z' where user_id = '${f.people.memberA}'`,
    "ok1",
  ],
  [
    "app",
    "takes a colleague's shared query from the others",
    (f) => `update saved_queries set shared = false where user_id = '${f.people.memberA}'`,
    "42501",
  ],
  [
    "app",
    "moves a saved query to B's connection",
    (f) => [
      save(f.a, f.conn.connected.id, f.people.ownerA),
      `update saved_queries set connection_id = '${f.conn.ofB.id}' where id = ${savedBy(f)}`,
    ],
    "23503",
  ],
  ["app", "deletes the history of B", (f) => `select delete_query_history('${f.b}')`, "P0002"],
  [
    "app",
    "deletes a colleague's history",
    (f) => [
      `select delete_query_history('${f.a}')`,
      `select id from log_queries where user_id = '${f.people.memberA}' and ended_at is not null`,
    ],
    "1 rows",
  ],
  [
    "app",
    "deletes their own history, of what has ended",
    (f) => [own(f), own(f), `update log_queries set state = 'rejected' where id = ${ownId(f)}`, `select delete_query_history('${f.a}')`],
    "= 1",
  ],
  [
    "app",
    "saves more queries than are allowed",
    (f) => [
      `insert into saved_queries (customer_id, user_id, shared, name, query_text) select '${f.a}', '${f.people.ownerA}', false, 'n' || n, 'x' from generate_series(1, 498) n`,
      save(f.a, f.conn.connected.id, f.people.ownerA),
    ],
    "23514",
  ],
];

const ofWorker: AttackCase[] = [
  [
    "worker",
    "claims a query that has its reader",
    (f) => `select from claim_orphaned_queries(500) where id = '${f.queries.running}'`,
    "0 rows",
  ],
  ["worker", "ends a query that has its reader", (f) => `select end_orphaned_query(${live(f)}, 'not-stopped', null)`, "= false"],
  ["worker", "opens the connection of a query that has its reader", (f) => `select open_connection_for_stop(${live(f)}, false)`, "P0002"],
  ["worker", "opens the connection of no query", (f) => `select open_connection_for_stop('${f.a}', gen_random_uuid(), false)`, "P0002"],
  ["worker", "claims too many queries", () => "select claim_orphaned_queries(501)", "22023"],
  ["worker", "claims a number of queries that is null", () => "select claim_orphaned_queries(null)", "22023"],
  ["worker", "deletes no queries", () => "select prune_queries(0)", "22023"],
  ["worker", "deletes a number of queries that is null", () => "select prune_queries(null)", "22023"],
  ["worker", "deletes young queries and usage", () => "select prune_queries(5000)", "= 0"],
];

/** Queries of Logs Insights and saved queries; the tables of all that belongs to them. `f.queries.running` is a query that a colleague runs now. */
export const queryAttacks: readonly AttackCase[] = [...ofTables, ...ofOthers, ...ofCustomer, ...ofWorker];
