import type { AttackCase } from "#db/attack-tests/attack-case.ts";
import { type Fixtures, probe } from "#db/attack-tests/fixtures.ts";

const connect = (
  connection: string,
  run: { id: string; arnHmac: string; accountId: string; roleId: string },
  status = "status = 'connected', ",
) =>
  `update connections set ${status}role_arn = 'sealed', arn_hmac = '${run.arnHmac}', account_id = '${run.accountId}', role_id = '${run.roleId}', verified_run_id = '${run.id}' where id = '${connection}'`;

const OTHER = "f".repeat(64);
const MAC = `v1.k1.${"A".repeat(43)}`;
const open = (f: Fixtures, run: string, columns: string, values: string) =>
  `insert into verification_runs (customer_id, connection_id, external_id_id, reason, arn_hmac, sandbox${columns}) values ('${f.a}', '${run}', (select external_id_id from connections where id = '${run}'), 'submit', '${OTHER}', false${values})`;
const close = (f: Fixtures, more: string) => `update verification_runs set ${more} where id = '${f.conn.verifying.open.id}'`;
const secure = "verdict = 'secure', control = 'ok', account_id = '222222222222', role_id = 'AROAX'";
const probes = (f: Fixtures, but: string, got = "denied") => [
  probe(f.a, f.conn.verifying.open.id, 0, "right", "allowed"),
  ...["none", "doubled", "upper", "near-miss", "random"]
    .filter((name) => name !== but || got !== "missing")
    .map((name, n) => probe(f.a, f.conn.verifying.open.id, n + 1, name, name === but ? got : "denied")),
  probe(f.a, f.conn.verifying.open.id, 9, "right", "allowed"),
];

type OfRunner = readonly [title: string, statements: AttackCase[2], expected: string];

/** Attempted by both roles that may write runs. A negative probe is one that AWS must deny. */
const ofRunners: readonly OfRunner[] = [
  ["connects a draft without a run", (f) => `update connections set status = 'connected' where id = '${f.conn.draft.id}'`, "23514"],
  ["connects a draft with another connection's run", (f) => connect(f.conn.draft.id, f.conn.connected.run), "23514"],
  [
    "stores the HMAC of another ARN with the old run",
    (f) => `update connections set arn_hmac = '${OTHER}' where id = '${f.conn.connected.id}'`,
    "23514",
  ],
  [
    "stores another sealed ARN with a run of half an hour ago",
    (f) => `update connections set role_arn = 'other' where id = '${f.conn.aged.id}'`,
    "23514",
  ],
  [
    "stores an ARN in plain text",
    (f) => `update connections set role_arn = 'arn:aws:iam::222222222222:role/x' where id = '${f.conn.connected.id}'`,
    "23514",
  ],
  [
    "sets verified_at into the future",
    (f) => [
      `update connections set verified_at = now() + interval '1 day' where id = '${f.conn.connected.id}'`,
      `select case when verified_at <= now() then 'kept' end from connections where id = '${f.conn.connected.id}'`,
    ],
    "= kept",
  ],
  [
    "inserts a run that is already closed",
    (f) => open(f, f.conn.connected.id, ", verdict, finished_at, account_id, role_id", ", 'secure', now(), '222222222222', 'AROAX'"),
    "23514",
  ],
  ["inserts a run with a canary check that already passed", (f) => open(f, f.conn.connected.id, ", control", ", 'ok'"), "23514"],
  ["closes secure without probes", (f) => close(f, secure), "23514"],
  [
    "closes secure without the probe of the one-character-different ID",
    (f) => [...probes(f, "near-miss", "missing"), close(f, secure)],
    "23514",
  ],
  ["closes secure with a negative probe inconclusive", (f) => [...probes(f, "upper", "inconclusive"), close(f, secure)], "23514"],
  ["closes secure with a negative probe allowed", (f) => [...probes(f, "doubled", "allowed"), close(f, secure)], "23514"],
  [
    "closes secure without a canary check",
    (f) => [...probes(f, "nothing"), close(f, "verdict = 'secure', account_id = '222222222222', role_id = 'AROAX'")],
    "23514",
  ],
  ...["account_id = '222222222222'", "role_id = 'AROAX'", ""].map(
    (named): OfRunner => [
      `closes secure without account and role ID: ${named}`,
      (f) => [...probes(f, "nothing"), close(f, ["verdict = 'secure'", "control = 'ok'", named].filter((set) => set !== "").join(", "))],
      "23514",
    ],
  ),
  ["closes secure with a failed canary check", (f) => [...probes(f, "nothing"), close(f, secure.replace("'ok'", "'failed'"))], "23514"],
  [
    "stores account and role ID with an access-denied run",
    (f) => close(f, "verdict = 'access-denied', control = 'ok', account_id = '222222222222', role_id = 'AROAX'"),
    "23514",
  ],
  [
    "stores the unmasked account with an access-denied run",
    (f) => close(f, "verdict = 'access-denied', control = 'ok', account_id = '222222222222'"),
    "23514",
  ],
  [
    "writes an ARN as the reason of an outcome",
    (f) => close(f, "verdict = 'access-denied', outcome_reason = 'arn:aws:iam::222222222222:role/x'"),
    "23514",
  ],
  [
    "reopens a closed run",
    (f) => `update verification_runs set verdict = null, finished_at = null where id = '${f.conn.connected.run.id}'`,
    "23001",
  ],
  ["changes a closed run", (f) => `update verification_runs set lease_until = now() where id = '${f.conn.connected.run.id}'`, "23001"],
  ["signs a run that is open", (f) => close(f, `mac = '${MAC}'`), "23001"],
  [
    "signs a run again that is signed",
    (f) => [
      `update verification_runs set mac = '${MAC}' where id = '${f.conn.connected.run.id}'`,
      `update verification_runs set mac = '${MAC.replace("A", "B")}' where id = '${f.conn.connected.run.id}'`,
    ],
    "23001",
  ],
  [
    "changes a closed run while signing it",
    (f) => `update verification_runs set mac = '${MAC}', control = 'not-configured' where id = '${f.conn.connected.run.id}'`,
    "23001",
  ],
  [
    "claims that another template was offered for a role",
    (f) => `update connections set offered_template_version = 2 where id = '${f.conn.connected.id}'`,
    "42501",
  ],
  [
    "claims that another log access was offered for a role",
    (f) => `update connections set offered_log_access = 'live-tail' where id = '${f.conn.connected.id}'`,
    "42501",
  ],
  ["changes the template version afterwards", (f) => close(f, "template_version = 2"), "42501"],
  ["opens a run with template version 0", (f) => open(f, f.conn.draft.id, ", template_version", ", 0"), "23514"],
  ["writes a probe into a closed run", (f) => probe(f.a, f.conn.connected.run.id, 50, "none", "denied"), "23514"],
  [
    "writes the expected result of a probe",
    (f) =>
      `insert into verification_probes (customer_id, run_id, n, name, got, expected) values ('${f.a}', '${f.conn.verifying.open.id}', 1, 'none', 'allowed', 'allowed')`,
    "428C9",
  ],
  [
    "stores a whole External ID as a hint",
    (f) =>
      `insert into verification_probes (customer_id, run_id, n, name, got, sent_hint) values ('${f.a}', '${f.conn.verifying.open.id}', 1, 'none', 'denied', '${f.conn.verifying.externalId}')`,
    "23514",
  ],
  ["changes a probe", () => "update verification_probes set got = 'denied'", "42501"],
  ["opens a second run", (f) => open(f, f.conn.verifying.id, "", ""), "23505"],
  [
    "re-verifies another role than the connected one",
    (f) => open(f, f.conn.connected.id, "", "").replace("'submit'", "'recheck'"),
    "23514",
  ],
  ["opens a run of a retired ID", (f) => open(f, f.conn.removed.id, "", ""), "23514"],
  ["reads the sealed ARN from the table", () => "select role_arn from connections", "42501"],
  ["deletes a connection", () => "delete from connections", "42501"],
  ["deletes a run", () => "delete from verification_runs", "42501"],
  ["restores a removed connection", (f) => `update connections set status = 'draft' where id = '${f.conn.removed.id}'`, "23001"],
  ["ends a quarantine with an old secure run", (f) => connect(f.conn.quarantined.id, f.conn.quarantined.run), "23514"],
  ["changes quarantined to expired", (f) => `update connections set status = 'expired' where id = '${f.conn.quarantined.id}'`, "23514"],
  [
    "leaves a quarantine through disabled",
    (f) => [
      `update connections set status = 'disabled' where id = '${f.conn.quarantined.id}'`,
      `update connections set status = 'access_denied' where id = '${f.conn.quarantined.id}'`,
    ],
    "23514",
  ],
  [
    "writes no verdict after an allowed negative probe",
    (f) => [
      `update verification_runs set lease_until = now() where false`,
      open(f, f.conn.connected.id, "", "").replace(OTHER, f.conn.connected.run.arnHmac),
      `insert into verification_probes (customer_id, run_id, n, name, got) select customer_id, id, 1, 'random', 'allowed' from verification_runs where connection_id = '${f.conn.connected.id}' and finished_at is null`,
      `select status from connections where id = '${f.conn.connected.id}'`,
    ],
    "= quarantined",
  ],
  [
    "records that the retiring ID is allowed, as during a rotation",
    (f) => [
      probe(f.a, f.conn.verifying.open.id, 1, "retiring", "allowed"),
      `select status from connections where id = '${f.conn.verifying.id}'`,
    ],
    "= connected",
  ],
  [
    "closes as inconclusive with a negative probe allowed",
    (f) => [probe(f.a, f.conn.verifying.open.id, 1, "none", "allowed"), close(f, "verdict = 'inconclusive'")],
    "23514",
  ],
  [
    "closes as access denied with a negative probe allowed",
    (f) => [probe(f.a, f.conn.verifying.open.id, 1, "outside-principal", "allowed"), close(f, "verdict = 'access-denied'")],
    "23514",
  ],
  ["marks a run with a valid lease as lost", (f) => close(f, "verdict = 'lost'"), "23514"],
  ["connects with B's ARN", (f) => connect(f.conn.twin.id, f.conn.twin.run), "23505"],
  [
    "closes secure with every probe as expected",
    (f) => [...probes(f, "nothing"), close(f, secure), `select verdict from verification_runs where id = '${f.conn.verifying.open.id}'`],
    "= secure",
  ],
];

const ofOwner: AttackCase[] = [
  ["owner", "deletes connections, and no row matches", () => "delete from connections where false", "23001"],
  ["owner", "changes the template version of an open run", (f) => close(f, "template_version = 2"), "23001"],
  ["owner", "changes a probe", () => "update verification_probes set got = 'denied' where false", "23001"],
  ["owner", "truncates probes", () => "truncate verification_probes", "23001"],
  ["owner", "moves a connection to B", (f) => `update connections set customer_id = '${f.b}' where id = '${f.conn.draft.id}'`, "23001"],
  [
    "owner",
    "inserts a connection that is already connected",
    (f) => `insert into connections (customer_id, name, regions, status) values ('${f.a}', 'x', '{us-east-1}', 'connected')`,
    "23514",
  ],
  [
    "owner",
    "connects a draft without a run",
    (f) => `update connections set status = 'connected' where id = '${f.conn.draft.id}'`,
    "23514",
  ],
];

const endClaim = (connection: string) => `update connections set claim_ended_at = now() where id = '${connection}'`;
const check = (f: Fixtures) =>
  open(f, f.conn.connected.id, "", "").replace("'submit'", "'recheck'").replace(OTHER, f.conn.connected.run.arnHmac);
const ofCustomer: AttackCase[] = [
  ["app", "ends the claim of a connection of its own", (f) => endClaim(f.conn.quarantined.id), "42501"],
  ["app", "ends B's claim", (f) => endClaim(f.conn.ofB.id), "42501"],
  ["worker", "forgets what a customer has in progress", () => "delete from connection_leases", "42501"],
  ["worker", "ends the claim of a connected connection", (f) => endClaim(f.conn.connected.id), "23514"],
  [
    "worker",
    "ends a claim and connects with B's ARN, whose claim has not ended",
    (f) => [endClaim(f.conn.quarantined.id), connect(f.conn.twin.id, f.conn.twin.run)],
    "23505",
  ],
  [
    "app",
    "asks for a sixty-first check in ten minutes",
    (f) => [
      `do $$ begin for n in 1..60 loop ${check(f)}; update verification_runs set verdict = 'inconclusive' where connection_id = '${f.conn.connected.id}' and finished_at is null; end loop; end $$`,
      check(f),
    ],
    "23514",
  ],
];

export const connectionAttacks: readonly AttackCase[] = [
  ...(["app", "worker"] as const).flatMap((as) => ofRunners.map((attack): AttackCase => [as, ...attack])),
  ...ofCustomer,
  ...ofOwner,
];
