import { type Cheat, tryCheats } from "./cheat.ts";

const cheats: Cheat[] = [
  ["app", "sees B's connections", (w) => `select id from connections where customer_id = '${w.b}'`, "0 rows"],
  ["app", "changes B's connection", (w) => `update connections set name = 'x' where id = '${w.conn.ofB.id}'`, "ok0"],
  [
    "app",
    "inserts a connection for B",
    (w) => `insert into connections (customer_id, name, regions) values ('${w.b}', 'x', '{us-east-1}')`,
    "P0002",
  ],
  [
    "app",
    "opens a run for B",
    (w) =>
      `insert into verification_runs (customer_id, connection_id, external_id_id, reason, arn_hmac, sandbox) values ('${w.b}', '${w.conn.ofB.id}', '${w.conn.ofB.externalIdId}', 'recheck', '${"d".repeat(64)}', false)`,
    "42501",
  ],
  ["app", "sees B's runs", (w) => `select id from verification_runs where customer_id = '${w.b}'`, "0 rows"],
  ["app", "sees B's External IDs", (w) => `select id from external_ids where customer_id = '${w.b}'`, "0 rows"],
  ["app", "sees B's members", (w) => `select user_id from memberships where customer_id = '${w.b}'`, "0 rows"],
  ["app", "sees B's grants", (w) => `select id from support_grants where customer_id = '${w.b}'`, "0 rows"],
  ["app", "sees B itself", (w) => `select id from customers where id = '${w.b}'`, "0 rows"],
  [
    "app",
    "keeps a search for B",
    (w) =>
      `insert into saved_searches (customer_id, connection_id, user_id, name, search) values ('${w.b}', '${w.conn.ofB.id}', '${w.people.ownerB}', 'x', '{}')`,
    "42501",
  ],
  [
    "app",
    "keeps a search in the name of B's owner",
    (w) =>
      `insert into saved_searches (customer_id, connection_id, user_id, name, search) values ('${w.a}', '${w.conn.connected.id}', '${w.people.ownerB}', 'x', '{}')`,
    "23503",
  ],
  [
    "app",
    "keeps a search of B's connection",
    (w) =>
      `insert into saved_searches (customer_id, connection_id, user_id, name, search) values ('${w.a}', '${w.conn.ofB.id}', '${w.people.ownerA}', 'x', '{}')`,
    "23503",
  ],
  ["app-none", "sees connections without a customer", () => "select id from connections", "0 rows"],
  ["app-none", "sees customers without a customer", () => "select id from customers", "0 rows"],
  [
    "app-none",
    "sees connections with an empty customer",
    () => ["select set_config('app.customer_id', '', true)", "select id from connections"],
    "0 rows",
  ],
  // the limit of the design: row security stops a forgotten WHERE, not SQL injected into this role's own connection
  [
    "app",
    "names itself another customer",
    (w) => [`select set_config('app.customer_id', '${w.b}', true)`, `select id from connections where id = '${w.conn.ofB.id}'`],
    "1 rows",
  ],
  ["app", "becomes the owner", () => "set role sp_owner", "42501"],
  ["app", "becomes another session", () => "set session authorization sp_owner", "42501"],
  ["app", "turns row security off", () => ["set local row_security = off", "select id from connections"], "42501"],
  ["app", "creates a temporary table", () => "create temp table connections (id int)", "42501"],
  ["app", "creates a table", () => "create table x (id int)", "42501"],
  ["app", "turns triggers off", () => "set session_replication_role = replica", "42501"],
  ["owner", "turns triggers off", () => "set session_replication_role = replica", "42501"],
  ["app", "reads users", () => "select email from users", "42501"],
  ["app", "reads sessions", () => "select user_id from sessions", "42501"],
  ["app", "reads invitations", () => "select email from invitations", "42501"],
  ["app", "reads alerts", () => "select kind from alerts", "42501"],
  ["app", "reads jobs", () => "select * from pgboss.job", "42501"],
  ["app", "enqueues for B", (w) => `select enqueue_job('verify', '{"customer": "${w.b}", "connection": "${w.conn.ofB.id}"}')`, "P0002"],
  ["app", "enqueues for nobody", () => `select enqueue_job('mail-staff-invitation', '{}')`, "P0002"],
  ["app", "enqueues an unknown job", (w) => `select enqueue_job('x', '{"customer": "${w.a}"}')`, "P0002"],
  [
    "app",
    "puts an ARN into a job",
    (w) => `select enqueue_job('verify', '{"customer": "${w.a}", "connection": "arn:aws:iam::222222222222:role/x"}')`,
    "23514",
  ],
  ["app", "enqueues a check without a key", (w) => `select enqueue_job('verify', '{"customer": "${w.a}"}')`, "23514"],
  ["signin", "enqueues", (w) => `select enqueue_job('verify', '{"customer": "${w.a}", "connection": "${w.conn.connected.id}"}')`, "42501"],
  [
    "app",
    "enqueues the same check twice",
    (w) => [
      `select enqueue_job('verify', '{"customer": "${w.a}", "connection": "${w.conn.connected.id}"}')`,
      `select enqueue_job('verify', '{"customer": "${w.a}", "connection": "${w.conn.connected.id}"}')`,
    ],
    "= null",
  ],
  ["app", "raises an alert about B", (w) => `select raise_alert('blind-control', '${w.b}', null)`, "P0002"],
  ["app", "raises an alert about nobody", () => "select raise_alert('blind-control', null, null)", "P0002"],
  [
    "worker",
    "raises an alert about nobody, twice",
    () => ["select raise_alert('own-credentials', null, null)", "select raise_alert('own-credentials', null, null)"],
    "ok",
  ],
  ["staff", "raises an alert", () => "select raise_alert('own-credentials', null, null)", "42501"],
  ["app", "claims due connections", () => "select * from claim_due(1, 30, 1)", "42501"],
  ["app", "asks for owners' addresses", (w) => `select * from owners_of('${w.a}')`, "42501"],
  ["app", "asks for B's budget", (w) => `select * from submissions_left('${w.b}')`, "P0002"],
  ["app", "closes lost runs of everybody", () => "select close_lost_runs()", "42501"],
  ["worker", "reads users", () => "select email from users", "42501"],
  [
    "worker",
    "makes a connection",
    (w) => `insert into connections (customer_id, name, regions) values ('${w.a}', 'x', '{us-east-1}')`,
    "42501",
  ],
  [
    "app",
    "names a connection with a control character",
    (w) => `update connections set name = E'a\\nb' where id = '${w.conn.draft.id}'`,
    "23514",
  ],
  ["app", "gives a connection no region", (w) => `update connections set regions = '{}' where id = '${w.conn.draft.id}'`, "23514"],
  [
    "app",
    "gives a connection a host as region",
    (w) => `update connections set regions = '{evil.example}' where id = '${w.conn.draft.id}'`,
    "23514",
  ],
  [
    "app",
    "writes an ARN as reason",
    (w) => `update connections set reason = 'arn:aws:iam::222222222222:role/x' where id = '${w.conn.draft.id}'`,
    "23514",
  ],
];

tryCheats(cheats);
