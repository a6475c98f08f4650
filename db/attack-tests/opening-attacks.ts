import type { AttackCase } from "./attack-case.ts";
import type { World } from "./fixtures.ts";

const read = (c: string, connection: string, sandbox = false) =>
  `select * from open_connection_for_read('${c}', '${connection}', ${sandbox})`;
const takeCalls = (c: string, connection: string, calls = 1) =>
  `select * from take_log_calls('${c}', '${connection}', 'eu-central-1', 'FilterLogEvents', ${calls}, 5, 1000)`;
const takeSts = (c: string | null, calls = 10) =>
  `select * from take_sts_calls(${c === null ? "null" : `'${c}'`}, 'eu-central-1', ${calls}, 360, 'interactive')`;
const forRun = (w: World) => `select * from open_connection_for_run('${w.a}', '${w.conn.checked.open.id}')`;
const candidate = (w: World, connection: string, column = "", value = "") =>
  `insert into candidates (customer_id, connection_id, role_arn, arn_hmac${column}) values ('${w.a}', '${connection}', 'sealed', '${"e".repeat(64)}'${value})`;

const opening: AttackCase[] = [
  ["app", "reads while quarantined", (w) => read(w.a, w.conn.quarantined.id), "P0002"],
  ["app", "reads a draft", (w) => read(w.a, w.conn.draft.id), "P0002"],
  ["app", "reads a removed connection", (w) => read(w.a, w.conn.removed.id), "P0002"],
  ["app", "reads B's", (w) => read(w.b, w.conn.ofB.id), "P0002"],
  ["app", "reads B's under its own name", (w) => read(w.a, w.conn.ofB.id), "P0002"],
  ["app-none", "reads without a customer", (w) => read(w.a, w.conn.connected.id), "P0002"],
  ["app", "reads with a proof of the other world", (w) => read(w.a, w.conn.connected.id, true), "P0002"],
  ["app", "reads with a proof older than 24 hours", (w) => read(w.a, w.old.id), "P0002"],
  [
    "app",
    "reads of a suspended customer",
    (w) => [`select set_config('app.customer_id', '${w.suspended.customer}', true)`, read(w.suspended.customer, w.suspended.connection)],
    "P0002",
  ],
  [
    "app",
    "opens a run of a suspended customer",
    (w) => [
      `select set_config('app.customer_id', '${w.suspended.customer}', true)`,
      `select * from open_connection_for_run('${w.suspended.customer}', '${w.suspended.run}')`,
    ],
    "P0002",
  ],
  ["staff", "uses the customers' door", (w) => read(w.a, w.conn.connected.id), "42501"],
  ["worker", "uses the customers' door", (w) => read(w.a, w.conn.connected.id), "42501"],
  ["staff", "uses the door of runs", forRun, "42501"],
  ["app-b", "opens A's run", forRun, "P0002"],
  ["app", "opens a run that is closed", (w) => `select * from open_connection_for_run('${w.a}', '${w.conn.connected.run.id}')`, "P0002"],
  [
    "app",
    "opens a run whose lease is over",
    (w) => [`update verification_runs set lease_until = now() where id = '${w.conn.checked.open.id}'`, forRun(w)],
    "P0002",
  ],
  ["app", "opens a run whose ARN nobody holds", (w) => `select * from open_connection_for_run('${w.a}', '${w.rotation.stray}')`, "P0002"],
  ["app", "asks for connections elsewhere in B's name", (w) => `select account_connected_elsewhere('${w.b}', '222222222222')`, "P0002"],
  ["app", "takes log calls of B's account", (w) => takeCalls(w.b, w.conn.ofB.id), "P0002"],
  ["app", "takes log calls of B's account under its own name", (w) => takeCalls(w.a, w.conn.ofB.id), "P0002"],
  ["app", "takes a million log calls", (w) => takeCalls(w.a, w.conn.connected.id, 1_000_000), "22023"],
  [
    "app",
    "pauses log calls of B's account",
    (w) => `select pause_log_calls('${w.b}', '${w.conn.ofB.id}', 'eu-central-1', 'FilterLogEvents', 60000)`,
    "P0002",
  ],
  ["app", "takes STS calls of B's share", (w) => takeSts(w.b), "P0002"],
  ["app", "takes STS calls of nobody's share", () => takeSts(null), "P0002"],
  ["app-none", "takes STS calls without a customer", (w) => takeSts(w.a), "P0002"],
  ["app", "takes a thousand STS calls", (w) => takeSts(w.a, 1000), "22023"],
  ["app", "reads how much of their shares others used", () => "select * from sts_shares", "42501"],
  ["worker", "gives a customer its share back", () => "delete from sts_shares", "42501"],
  ["staff", "takes STS calls", (w) => takeSts(w.a), "42501"],
  ["app", "takes STS calls of its own", (w) => takeSts(w.a), "1 rows"],
  ["app", "reads how others use their quotas", () => "select * from log_quotas", "42501"],
  ["staff", "takes log calls", (w) => takeCalls(w.a, w.conn.connected.id), "42501"],
  ["app", "takes log calls of its own", (w) => takeCalls(w.a, w.conn.connected.id), "1 rows"],
  ["app", "reads its own", (w) => read(w.a, w.conn.connected.id), "1 rows"],
  [
    "app",
    "opens its own run",
    (w) => `select sealed_in || ' ' || (sealed_under = '${w.conn.checked.externalId}') from (${forRun(w)}) o`,
    "= connections true",
  ],
  [
    "worker",
    "opens a run of a pending ID, sealed under the current one",
    (w) =>
      `select (sealed_under = '${w.rotation.open.externalId}') || ' ' || (external_id <> sealed_under) from open_connection_for_run('${w.a}', '${w.rotation.open.pendingRun.id}')`,
    "= true true",
  ],
  [
    "worker",
    "is told the retired IDs of other connections of the account",
    (w) =>
      `select retired_total || ' ' || cardinality(retired) from open_connection_for_run('${w.a}', '${w.conn.checked.open.id}', '${w.conn.removed.run.accountId}')`,
    "= 1 1",
  ],
];

const grants: AttackCase[] = [
  [
    "as-support",
    "opens with a grant approved in the future",
    (w) => `select * from open_connection_for_support('${w.grants.future}', '${w.people.support}', false)`,
    "P0002",
  ],
  [
    "as-support",
    "opens with a grant that ended",
    (w) => `select * from open_connection_for_support('${w.grants.ended}', '${w.people.support}', false)`,
    "P0002",
  ],
  [
    "as-support",
    "opens with a grant nobody approved",
    (w) => `select * from open_connection_for_support('${w.grants.asked}', '${w.people.support}', false)`,
    "P0002",
  ],
  [
    "as-operator",
    "opens with another person's grant",
    (w) => `select * from open_connection_for_support('${w.grants.live}', '${w.people.operator}', false)`,
    "P0002",
  ],
  [
    "as-support",
    "opens without a grant",
    (w) => `select * from open_connection_for_support('${w.a}', '${w.people.support}', false)`,
    "P0002",
  ],
  [
    "as-support",
    "opens with a grant for a quarantined connection",
    (w) => `select * from open_connection_for_support('${w.grants.quarantined}', '${w.people.support}', false)`,
    "P0002",
  ],
  ["staff", "approves its own grant", (w) => `update support_grants set approved_at = now() where id = '${w.grants.asked}'`, "42501"],
  [
    "staff",
    "approves through the owners' function",
    (w) => `select approve_support_grant('${w.a}', '${w.people.ownerA}', '${w.grants.asked}', 30)`,
    "42501",
  ],
  [
    "staff",
    "inserts a grant",
    (w) =>
      `insert into support_grants (customer_id, connection_id, staff_user_id, reason) values ('${w.a}', '${w.conn.connected.id}', '${w.people.support}', 'x')`,
    "42501",
  ],
  [
    "staff",
    "asks as somebody who is not staff",
    (w) => `select request_support_grant('${w.people.ownerA}', '${w.a}', '${w.conn.connected.id}', 'x')`,
    "42501",
  ],
  [
    "as-support",
    "asks for a draft",
    (w) => `select request_support_grant('${w.people.support}', '${w.a}', '${w.conn.draft.id}', 'x')`,
    "P0002",
  ],
  ["app", "approves as a member", (w) => `select approve_support_grant('${w.a}', '${w.people.memberA}', '${w.grants.asked}', 30)`, "42501"],
  [
    "app",
    "approves as the owner of B",
    (w) => `select approve_support_grant('${w.a}', '${w.people.ownerB}', '${w.grants.asked}', 30)`,
    "42501",
  ],
  ["app-b", "approves A's grant", (w) => `select approve_support_grant('${w.b}', '${w.people.ownerB}', '${w.grants.asked}', 30)`, "P0002"],
  [
    "app",
    "approves for 61 minutes",
    (w) => `select approve_support_grant('${w.a}', '${w.people.ownerA}', '${w.grants.asked}', 61)`,
    "23514",
  ],
  [
    "app",
    "approves one that ended",
    (w) => `select approve_support_grant('${w.a}', '${w.people.ownerA}', '${w.grants.ended}', 30)`,
    "P0002",
  ],
  ["app", "writes a grant", () => "update support_grants set approved_at = now()", "42501"],
  [
    "owner",
    "lets a grant live for two hours",
    (w) => `update support_grants set approved_at = now(), expires_at = now() + interval '2 h' where id = '${w.grants.asked}'`,
    "23514",
  ],
  ["app", "ends as a member", (w) => `select end_support_grant('${w.a}', '${w.people.memberA}', '${w.grants.live}')`, "42501"],
  [
    "app",
    "approves as an owner",
    (w) => [
      `select approve_support_grant('${w.a}', '${w.people.ownerA}', '${w.grants.asked}', 60)`,
      `select expires_at = now() + interval '60 min' from support_grants where id = '${w.grants.asked}'`,
    ],
    "= true",
  ],
  [
    "app",
    "ends as an owner",
    (w) => [
      `select end_support_grant('${w.a}', '${w.people.ownerA}', '${w.grants.live}')`,
      `select expires_at = now() from support_grants where id = '${w.grants.live}'`,
    ],
    "= true",
  ],
  [
    "as-support",
    "opens with its live grant, which is written down",
    (w) => [
      `select * from open_connection_for_support('${w.grants.live}', '${w.people.support}', false)`,
      `select event from audit_events where chain = '${w.a}' order by seq desc limit 1`,
    ],
    "= support.opened",
  ],
];

const candidates: AttackCase[] = [
  ["app", "chooses when a candidate ends", (w) => candidate(w, w.conn.draft.id, ", expires_at", ", now() + interval '1 day'"), "42501"],
  ["app", "prolongs a candidate", () => "update candidates set expires_at = now() + interval '1 day'", "42501"],
  [
    "app",
    "submits a candidate in plain text",
    (w) => candidate(w, w.conn.draft.id).replace("'sealed'", "'arn:aws:iam::222222222222:role/x'"),
    "23514",
  ],
  ["app", "submits a candidate for B", (w) => candidate(w, w.conn.draftB.id).replace(w.a, w.b), "P0002"],
  ["app", "submits a candidate for B's connection", (w) => candidate(w, w.conn.draftB.id), "23503"],
  ["app", "reads a candidate's sealed ARN", () => "select role_arn from candidates", "42501"],
  [
    "app",
    "sees an expired candidate",
    (w) => `select connection_id from candidates where connection_id = '${w.candidate.expired}'`,
    "0 rows",
  ],
  [
    "worker",
    "sees an expired candidate",
    (w) => `select connection_id from candidates where connection_id = '${w.candidate.expired}'`,
    "0 rows",
  ],
  ["app-b", "sees A's candidate", (w) => `select connection_id from candidates where connection_id = '${w.candidate.live}'`, "0 rows"],
  ["staff", "sees candidates", () => "select connection_id from candidates", "42501"],
  ["app", "submits over an expired candidate", (w) => candidate(w, w.candidate.expired), "ok1"],
  ["app", "submits over a live candidate", (w) => candidate(w, w.candidate.live), "ok1"],
  ["worker", "purges", () => "select purge_candidates()", "= 1"],
  ["app", "purges", () => "select purge_candidates()", "42501"],
];

export const openingAttacks: readonly AttackCase[] = [...opening, ...grants, ...candidates];
