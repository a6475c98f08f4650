import type { AttackCase } from "#db/attack-tests/attack-case.ts";
import type { Fixtures } from "#db/attack-tests/fixtures.ts";

const ARN = "arn:aws:iam::222222222222:role/x";
const H = "a".repeat(64);
const choice = (f: Fixtures, column: string, value: string) =>
  `update connections set ${column} = '${value}' where id = '${f.conn.draft.id}'`;
const run = (f: Fixtures, column: string, value: string) =>
  `update verification_runs set ${column} = '${value}' where id = '${f.conn.verifying.open.id}'`;
const probeWith = (f: Fixtures, column: string, value: string) =>
  `insert into verification_probes (customer_id, run_id, n, name, got, ${column}) values ('${f.a}', '${f.conn.verifying.open.id}', 1, 'none', 'denied', '${value}')`;
const withoutTrigger = "alter table external_ids disable trigger before_insert";
const idOf = (customer: string, connection: string, value: string) =>
  `insert into external_ids (customer_id, connection_id, value, state) values ('${customer}', '${connection}', ${value}, 'retired')`;

const ofExternalIds: readonly AttackCase[] = [
  [
    "owner",
    "reuses a retired value with the trigger disabled",
    (f) => [withoutTrigger, idOf(f.a, f.conn.draft.id, `(select value from external_ids where id = '${f.conn.removed.externalIdId}')`)],
    "23505",
  ],
  [
    "owner",
    "gives a customer the value of another one with the trigger disabled",
    (f) => [withoutTrigger, idOf(f.a, f.conn.draft.id, `(select value from external_ids where id = '${f.conn.ofB.externalIdId}')`)],
    "23505",
  ],
  [
    "owner",
    "inserts an ID of another format with the trigger disabled",
    (f) => [withoutTrigger, idOf(f.a, f.conn.draft.id, "'password'")],
    "23514",
  ],
  [
    "owner",
    "gives A an ID of B's connection with the trigger disabled",
    (f) => [withoutTrigger, idOf(f.a, f.conn.ofB.id, "'sp-' || gen_random_uuid()")],
    "23503",
  ],
];

/** Columns into which an ARN or an invalid value could be written. */
export const valueAttacks: readonly AttackCase[] = [
  ...ofExternalIds,
  ...[
    ["log_access", "everything"],
    ["log_group_prefix", "/app/*"],
    ["stack_region", "evil.example"],
    ["role_path", "sallyport"],
    ["permissions_boundary_arn", "x".repeat(2049)],
  ].map(([column = "", value = ""]): AttackCase => ["app", `sets an invalid value: ${column}`, (f) => choice(f, column, value), "23514"]),
  ...["session_name", "sts_region"].map(
    (column): AttackCase => ["app", `writes an ARN as a run's ${column}`, (f) => run(f, column, ARN), "23514"],
  ),
  ["app", "writes an ARN among a run's log checks", (f) => run(f, "log_checks", `{"eu-central-1": "${ARN}"}`), "23514"],
  ...["code", "request_id"].map(
    (column): AttackCase => ["app", `writes an ARN as a probe's ${column}`, (f) => probeWith(f, column, ARN), "23514"],
  ),
  ["app", "inserts a probe with an unknown name", (f) => probeWith(f, "code", "x").replace("'none'", "'guess'"), "23514"],
  ["app", "inserts a probe with an unknown result", (f) => probeWith(f, "code", "x").replace("'denied'", "'perhaps'"), "23514"],
  [
    "app",
    "opens a run with an ARN as the HMAC",
    (f) =>
      `insert into verification_runs (customer_id, connection_id, external_id_id, reason, arn_hmac, sandbox) values ('${f.a}', '${f.conn.draft.id}', '${f.conn.draft.externalIdId}', 'submit', '${ARN}', false)`,
    "23514",
  ],
  [
    "app",
    "opens a run of its connection with B's ID",
    (f) =>
      `insert into verification_runs (customer_id, connection_id, external_id_id, reason, arn_hmac, sandbox) values ('${f.a}', '${f.conn.draft.id}', '${f.conn.ofB.externalIdId}', 'submit', '${H}', false)`,
    "23514",
  ],
  [
    "app",
    "submits a pending ARN with an ARN as the HMAC",
    (f) =>
      `insert into pending_role_arns (customer_id, connection_id, role_arn, arn_hmac) values ('${f.a}', '${f.conn.draft.id}', 'sealed', '${ARN}')`,
    "23514",
  ],
  [
    "owner",
    "writes an email address as the actor of an audit row",
    (f) => `select write_audit('${f.a}', 'x.y', 'user:owner@a.example', '{}')`,
    "23514",
  ],
  ["worker", "raises an alert of an unknown kind", (f) => `select raise_alert('${ARN}', '${f.a}', null)`, "23514"],
  [
    "app",
    "saves a search of ten kilobytes",
    (f) =>
      `insert into saved_searches (customer_id, connection_id, user_id, name, search) values ('${f.a}', '${f.conn.connected.id}', '${f.people.ownerA}', 'x', '{"q": "${"x".repeat(10_000)}"}')`,
    "23514",
  ],
  ["signin", "inserts a person with an address in capitals", () => "insert into users (email) values ('New@A.example')", "23514"],
];
