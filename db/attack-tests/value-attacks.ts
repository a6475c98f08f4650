import type { AttackCase } from "./attack-case.ts";
import type { World } from "./fixtures.ts";

const ARN = "arn:aws:iam::222222222222:role/x";
const H = "a".repeat(64);
const choice = (w: World, column: string, value: string) => `update connections set ${column} = '${value}' where id = '${w.conn.draft.id}'`;
const run = (w: World, column: string, value: string) =>
  `update verification_runs set ${column} = '${value}' where id = '${w.conn.checked.open.id}'`;
const probeWith = (w: World, column: string, value: string) =>
  `insert into verification_probes (customer_id, run_id, n, name, got, ${column}) values ('${w.a}', '${w.conn.checked.open.id}', 1, 'none', 'denied', '${value}')`;
const withoutTrigger = "alter table external_ids disable trigger a_made";
const idOf = (customer: string, connection: string, value: string) =>
  `insert into external_ids (customer_id, connection_id, value, state) values ('${customer}', '${connection}', ${value}, 'retired')`;

const ofExternalIds: readonly AttackCase[] = [
  [
    "owner",
    "uses a retired value again, the trigger out of the way",
    (w) => [withoutTrigger, idOf(w.a, w.conn.draft.id, `(select value from external_ids where id = '${w.conn.removed.externalIdId}')`)],
    "23505",
  ],
  [
    "owner",
    "gives a customer the value of another one, the trigger out of the way",
    (w) => [withoutTrigger, idOf(w.a, w.conn.draft.id, `(select value from external_ids where id = '${w.conn.ofB.externalIdId}')`)],
    "23505",
  ],
  [
    "owner",
    "inserts an ID like a password, the trigger out of the way",
    (w) => [withoutTrigger, idOf(w.a, w.conn.draft.id, "'password'")],
    "23514",
  ],
  [
    "owner",
    "gives A an ID of B's connection, the trigger out of the way",
    (w) => [withoutTrigger, idOf(w.a, w.conn.ofB.id, "'sp-' || gen_random_uuid()")],
    "23503",
  ],
];

/** Where an ARN, or what is no word of ours, could be slipped into a column of another meaning. */
export const valueAttacks: readonly AttackCase[] = [
  ...ofExternalIds,
  ...[
    ["tier", "everything"],
    ["log_group_prefix", "/app/*"],
    ["stack_region", "evil.example"],
    ["role_path", "sallyport"],
    ["permissions_boundary_arn", "x".repeat(2049)],
  ].map(([column = "", value = ""]): AttackCase => ["app", `chooses what is none: ${column}`, (w) => choice(w, column, value), "23514"]),
  ...["session_name", "sts_region"].map(
    (column): AttackCase => ["app", `writes an ARN as a run's ${column}`, (w) => run(w, column, ARN), "23514"],
  ),
  ["app", "writes an ARN among a run's log checks", (w) => run(w, "log_checks", `{"eu-central-1": "${ARN}"}`), "23514"],
  ...["code", "request_id"].map(
    (column): AttackCase => ["app", `writes an ARN as a probe's ${column}`, (w) => probeWith(w, column, ARN), "23514"],
  ),
  ["app", "sends a probe that is none of ours", (w) => probeWith(w, "code", "x").replace("'none'", "'guess'"), "23514"],
  ["app", "gets from a probe what is no answer", (w) => probeWith(w, "code", "x").replace("'denied'", "'perhaps'"), "23514"],
  [
    "app",
    "opens a run with an ARN as its index",
    (w) =>
      `insert into verification_runs (customer_id, connection_id, external_id_id, reason, arn_hmac, sandbox) values ('${w.a}', '${w.conn.draft.id}', '${w.conn.draft.externalIdId}', 'submit', '${ARN}', false)`,
    "23514",
  ],
  [
    "app",
    "opens a run of its connection with B's ID",
    (w) =>
      `insert into verification_runs (customer_id, connection_id, external_id_id, reason, arn_hmac, sandbox) values ('${w.a}', '${w.conn.draft.id}', '${w.conn.ofB.externalIdId}', 'submit', '${H}', false)`,
    "23514",
  ],
  [
    "app",
    "submits a candidate with an ARN as its index",
    (w) =>
      `insert into candidates (customer_id, connection_id, role_arn, arn_hmac) values ('${w.a}', '${w.conn.draft.id}', 'sealed', '${ARN}')`,
    "23514",
  ],
  ["owner", "signs an audit row with an address", (w) => `select write_audit('${w.a}', 'x.y', 'user:owner@a.example', '{}')`, "23514"],
  ["worker", "raises an alert in words of its own", (w) => `select raise_alert('${ARN}', '${w.a}', null)`, "23514"],
  [
    "app",
    "keeps a search of ten kilobytes",
    (w) =>
      `insert into saved_searches (customer_id, connection_id, user_id, name, search) values ('${w.a}', '${w.conn.connected.id}', '${w.people.ownerA}', 'x', '{"q": "${"x".repeat(10_000)}"}')`,
    "23514",
  ],
  ["signin", "makes a person with an address in capitals", () => "insert into users (email) values ('New@A.example')", "23514"],
];
