import type { AttackCase } from "#db/attack-tests/attack-case.ts";
import type { Fixtures } from "#db/attack-tests/fixtures.ts";
import { supportGrantAttacks } from "./support-grant-attacks.ts";

const read = (c: string, connection: string, sandbox = false) =>
  `select * from open_connection_for_read('${c}', '${connection}', ${sandbox})`;
const takeCalls = (c: string, connection: string, calls = 1) =>
  `select * from take_log_calls('${c}', '${connection}', 'eu-central-1', 'FilterLogEvents', ${calls}, 5, 1000)`;
const takeSts = (c: string | null, calls = 10) =>
  `select * from take_sts_calls(${c === null ? "null" : `'${c}'`}, 'eu-central-1', ${calls}, 360, 'interactive')`;
const forRun = (f: Fixtures) => `select * from open_connection_for_run('${f.a}', '${f.conn.verifying.open.id}')`;
const submit = (f: Fixtures, connection: string, column = "", value = "") =>
  `insert into pending_role_arns (customer_id, connection_id, role_arn, arn_hmac${column}) values ('${f.a}', '${connection}', 'sealed', '${"e".repeat(64)}'${value})`;

const index: AttackCase[] = (["app", "staff", "worker", "signin"] as const).flatMap((role): AttackCase[] => [
  [role, "makes another key index ARNs", () => "select start_arn_index(repeat('0', 32))", "42501"],
  [role, "changes the key that indexes ARNs", () => "update arn_index_keys set current_key = repeat('0', 32)", "42501"],
  [
    role,
    "gives a connection another index",
    (f) => `select reindex_role_arn('${f.a}', '${f.conn.connected.id}', '', repeat('0', 64), null, null, '[]')`,
    "42501",
  ],
  [
    role,
    "declares that an ARN is indexed again",
    (f) => `insert into reindexed_arns values ('${f.a}', '${f.conn.connected.id}', '', repeat('0', 64))`,
    "42501",
  ],
  [role, "forgets the previous indexes", () => "select finish_arn_index(1000)", "42501"],
  [role, "stores another canary of a data key", () => "insert into data_key_canaries values ('k1', repeat('a', 62))", "42501"],
  [role, "deletes the canary of a data key, so that a wrong key is not noticed", () => "delete from data_key_canaries", "42501"],
  [role, "forgets the data keys of a rotation", () => "select forget_unused_data_keys('k1')", "42501"],
]);
const ownIndex: AttackCase[] = (["app", "worker"] as const).map((role) => [
  role,
  "claims another ARN as its previous index, so that no customer can connect that role",
  (f) => `update connections set arn_hmac_before = repeat('0', 64) where id = '${f.conn.connected.id}'`,
  "23514",
]);

const opening: AttackCase[] = [
  ...index,
  ...ownIndex,
  ["app", "reads while quarantined", (f) => read(f.a, f.conn.quarantined.id), "P0002"],
  ["app", "reads a draft", (f) => read(f.a, f.conn.draft.id), "P0002"],
  ["app", "reads a removed connection", (f) => read(f.a, f.conn.removed.id), "P0002"],
  ["app", "reads B's", (f) => read(f.b, f.conn.ofB.id), "P0002"],
  ["app", "reads B's under its own name", (f) => read(f.a, f.conn.ofB.id), "P0002"],
  ["app-none", "reads without a customer", (f) => read(f.a, f.conn.connected.id), "P0002"],
  ["app", "reads with a verification of the sandbox", (f) => read(f.a, f.conn.connected.id, true), "P0002"],
  ["app", "reads with a verification older than 24 hours", (f) => read(f.a, f.outdated.id), "P0002"],
  [
    "app",
    "reads for a suspended customer",
    (f) => [`select set_config('app.customer_id', '${f.suspended.customer}', true)`, read(f.suspended.customer, f.suspended.connection)],
    "P0002",
  ],
  [
    "app",
    "opens a run of a suspended customer",
    (f) => [
      `select set_config('app.customer_id', '${f.suspended.customer}', true)`,
      `select * from open_connection_for_run('${f.suspended.customer}', '${f.suspended.run}')`,
    ],
    "P0002",
  ],
  ["staff", "opens a connection for reading", (f) => read(f.a, f.conn.connected.id), "42501"],
  ["worker", "opens a connection for reading", (f) => read(f.a, f.conn.connected.id), "42501"],
  ["staff", "opens a run", forRun, "42501"],
  ["app-b", "opens A's run", forRun, "P0002"],
  ["app", "opens a run that is closed", (f) => `select * from open_connection_for_run('${f.a}', '${f.conn.connected.run.id}')`, "P0002"],
  [
    "app",
    "opens a run whose lease has expired",
    (f) => [`update verification_runs set lease_until = now() where id = '${f.conn.verifying.open.id}'`, forRun(f)],
    "P0002",
  ],
  [
    "app",
    "opens a run without a stored ARN",
    (f) => `select * from open_connection_for_run('${f.a}', '${f.rotation.runWithoutArn}')`,
    "P0002",
  ],
  [
    "app",
    "asks in B's name whether an account is connected elsewhere",
    (f) => `select account_connected_elsewhere('${f.b}', '222222222222')`,
    "P0002",
  ],
  ["app", "takes log calls of B's account", (f) => takeCalls(f.b, f.conn.ofB.id), "P0002"],
  ["app", "takes log calls of B's account under its own name", (f) => takeCalls(f.a, f.conn.ofB.id), "P0002"],
  ["app", "takes a million log calls", (f) => takeCalls(f.a, f.conn.connected.id, 1_000_000), "22023"],
  [
    "app",
    "pauses log calls of B's account",
    (f) => `select pause_log_calls('${f.b}', '${f.conn.ofB.id}', 'eu-central-1', 'FilterLogEvents', 60000)`,
    "P0002",
  ],
  ["app", "takes STS calls of B's share", (f) => takeSts(f.b), "P0002"],
  ["app", "takes STS calls without a customer's share", () => takeSts(null), "P0002"],
  ["app-none", "takes STS calls without a customer", (f) => takeSts(f.a), "P0002"],
  ["app", "takes a thousand STS calls", (f) => takeSts(f.a, 1000), "22023"],
  ["app", "reads how much of their shares others used", () => "select * from sts_shares", "42501"],
  ["worker", "resets the shares of customers", () => "delete from sts_shares", "42501"],
  ["staff", "takes STS calls", (f) => takeSts(f.a), "42501"],
  ["app", "takes STS calls of its own", (f) => takeSts(f.a), "1 rows"],
  ["app", "reads how others use their quotas", () => "select * from log_quotas", "42501"],
  ["staff", "takes log calls", (f) => takeCalls(f.a, f.conn.connected.id), "42501"],
  ["app", "takes log calls of its own", (f) => takeCalls(f.a, f.conn.connected.id), "1 rows"],
  ["app", "reads its own", (f) => read(f.a, f.conn.connected.id), "1 rows"],
  [
    "app",
    "opens its own run",
    (f) => `select sealed_in || ' ' || (sealed_under = '${f.conn.verifying.externalId}') from (${forRun(f)}) o`,
    "= connections true",
  ],
  [
    "worker",
    "opens a run of a pending ID, sealed under the current one",
    (f) =>
      `select (sealed_under = '${f.rotation.open.externalId}') || ' ' || (external_id <> sealed_under) from open_connection_for_run('${f.a}', '${f.rotation.open.pendingRun.id}')`,
    "= true true",
  ],
  [
    "worker",
    "gets the retired IDs of other connections of the account",
    (f) =>
      `select retired_total || ' ' || cardinality(retired) from open_connection_for_run('${f.a}', '${f.conn.verifying.open.id}', '${f.conn.removed.run.accountId}')`,
    "= 1 1",
  ],
];

const pendingArns: AttackCase[] = [
  ["app", "chooses when a pending ARN expires", (f) => submit(f, f.conn.draft.id, ", expires_at", ", now() + interval '1 day'"), "42501"],
  ["app", "extends the expiry of a pending ARN", () => "update pending_role_arns set expires_at = now() + interval '1 day'", "42501"],
  [
    "app",
    "submits an ARN in plain text",
    (f) => submit(f, f.conn.draft.id).replace("'sealed'", "'arn:aws:iam::222222222222:role/x'"),
    "23514",
  ],
  ["app", "submits an ARN for B", (f) => submit(f, f.conn.draftB.id).replace(f.a, f.b), "P0002"],
  ["app", "submits an ARN for B's connection", (f) => submit(f, f.conn.draftB.id), "23503"],
  ["app", "reads the sealed ARN of a pending ARN", () => "select role_arn from pending_role_arns", "42501"],
  [
    "app",
    "sees an expired pending ARN",
    (f) => `select connection_id from pending_role_arns where connection_id = '${f.pendingArn.expired}'`,
    "0 rows",
  ],
  [
    "worker",
    "sees an expired pending ARN",
    (f) => `select connection_id from pending_role_arns where connection_id = '${f.pendingArn.expired}'`,
    "0 rows",
  ],
  [
    "app-b",
    "sees A's pending ARN",
    (f) => `select connection_id from pending_role_arns where connection_id = '${f.pendingArn.live}'`,
    "0 rows",
  ],
  ["staff", "sees pending ARNs", () => "select connection_id from pending_role_arns", "42501"],
  ["app", "replaces an expired pending ARN", (f) => submit(f, f.pendingArn.expired), "ok1"],
  ["app", "replaces a pending ARN", (f) => submit(f, f.pendingArn.live), "ok1"],
  ["worker", "purges", () => "select delete_expired_role_arns()", "= 1"],
  ["app", "purges", () => "select delete_expired_role_arns()", "42501"],
];

export const openingAttacks: readonly AttackCase[] = [...opening, ...supportGrantAttacks, ...pendingArns];
