import type { AttackCase } from "./attack-case.ts";
import { probe, type World } from "./fixtures.ts";

const prove = (
  connection: string,
  run: { id: string; arnHmac: string; accountId: string; roleId: string },
  status = "status = 'connected', ",
) =>
  `update connections set ${status}role_arn = 'sealed', arn_hmac = '${run.arnHmac}', account_id = '${run.accountId}', role_id = '${run.roleId}', proved_run_id = '${run.id}' where id = '${connection}'`;

const OTHER = "f".repeat(64);
const MAC = `v1.k1.${"A".repeat(43)}`;
const open = (w: World, run: string, columns: string, values: string) =>
  `insert into verification_runs (customer_id, connection_id, external_id_id, reason, arn_hmac, sandbox${columns}) values ('${w.a}', '${run}', (select external_id_id from connections where id = '${run}'), 'submit', '${OTHER}', false${values})`;
const close = (w: World, more: string) => `update verification_runs set ${more} where id = '${w.conn.checked.open.id}'`;
const secure = "verdict = 'secure', control = 'ok', account_id = '222222222222', role_id = 'AROAX'";
const probes = (w: World, but: string, got = "denied") => [
  probe(w.a, w.conn.checked.open.id, 0, "right", "granted"),
  ...["none", "doubled", "upper", "near-miss", "random"]
    .filter((name) => name !== but || got !== "missing")
    .map((name, n) => probe(w.a, w.conn.checked.open.id, n + 1, name, name === but ? got : "denied")),
  probe(w.a, w.conn.checked.open.id, 9, "right", "granted"),
];

type OfRunner = readonly [title: string, statements: AttackCase[2], expected: string];

/** Tried by both roles that may write runs. */
const ofRunners: readonly OfRunner[] = [
  ["connects a draft without a run", (w) => `update connections set status = 'connected' where id = '${w.conn.draft.id}'`, "23514"],
  ["connects a draft with another connection's run", (w) => prove(w.conn.draft.id, w.conn.connected.run), "23514"],
  [
    "puts another ARN's index under the old run",
    (w) => `update connections set arn_hmac = '${OTHER}' where id = '${w.conn.connected.id}'`,
    "23514",
  ],
  [
    "puts another sealed ARN under a run of half an hour ago",
    (w) => `update connections set role_arn = 'other' where id = '${w.conn.aged.id}'`,
    "23514",
  ],
  [
    "puts a plain ARN",
    (w) => `update connections set role_arn = 'arn:aws:iam::222222222222:role/x' where id = '${w.conn.connected.id}'`,
    "23514",
  ],
  [
    "sets proved_at into the future",
    (w) => [
      `update connections set proved_at = now() + interval '1 day' where id = '${w.conn.connected.id}'`,
      `select case when proved_at <= now() then 'kept' end from connections where id = '${w.conn.connected.id}'`,
    ],
    "= kept",
  ],
  [
    "inserts a run already closed",
    (w) => open(w, w.conn.connected.id, ", verdict, finished_at, account_id, role_id", ", 'secure', now(), '222222222222', 'AROAX'"),
    "23514",
  ],
  ["inserts a run with a control already passed", (w) => open(w, w.conn.connected.id, ", control", ", 'ok'"), "23514"],
  ["closes secure without probes", (w) => close(w, secure), "23514"],
  ["closes secure with the near miss missing", (w) => [...probes(w, "near-miss", "missing"), close(w, secure)], "23514"],
  ["closes secure with a negative inconclusive", (w) => [...probes(w, "upper", "inconclusive"), close(w, secure)], "23514"],
  ["closes secure with a negative granted", (w) => [...probes(w, "doubled", "granted"), close(w, secure)], "23514"],
  [
    "closes secure without a control",
    (w) => [...probes(w, "nothing"), close(w, "verdict = 'secure', account_id = '222222222222', role_id = 'AROAX'")],
    "23514",
  ],
  ...["account_id = '222222222222'", "role_id = 'AROAX'", ""].map(
    (named): OfRunner => [
      `closes secure and names no whole role: ${named}`,
      (w) => [...probes(w, "nothing"), close(w, ["verdict = 'secure'", "control = 'ok'", named].filter((set) => set !== "").join(", "))],
      "23514",
    ],
  ),
  ["closes secure with a failed control", (w) => [...probes(w, "nothing"), close(w, secure.replace("'ok'", "'failed'"))], "23514"],
  [
    "keeps account and role of a run that was refused",
    (w) => close(w, "verdict = 'refused', control = 'ok', account_id = '222222222222', role_id = 'AROAX'"),
    "23514",
  ],
  [
    "keeps the whole account of a run that was refused",
    (w) => close(w, "verdict = 'refused', control = 'ok', account_id = '222222222222'"),
    "23514",
  ],
  [
    "writes an ARN as the reason of an outcome",
    (w) => close(w, "verdict = 'refused', outcome_reason = 'arn:aws:iam::222222222222:role/x'"),
    "23514",
  ],
  [
    "reopens a closed run",
    (w) => `update verification_runs set verdict = null, finished_at = null where id = '${w.conn.connected.run.id}'`,
    "23001",
  ],
  ["changes a closed run", (w) => `update verification_runs set lease_until = now() where id = '${w.conn.connected.run.id}'`, "23001"],
  ["signs a run that is open", (w) => close(w, `mac = '${MAC}'`), "23001"],
  [
    "signs a run again that is signed",
    (w) => [
      `update verification_runs set mac = '${MAC}' where id = '${w.conn.connected.run.id}'`,
      `update verification_runs set mac = '${MAC.replace("A", "B")}' where id = '${w.conn.connected.run.id}'`,
    ],
    "23001",
  ],
  [
    "changes a closed run while it signs it",
    (w) => `update verification_runs set mac = '${MAC}', control = 'not-configured' where id = '${w.conn.connected.run.id}'`,
    "23001",
  ],
  ["says afterwards that another template was offered", (w) => close(w, "template_version = 2"), "42501"],
  ["opens a run with a template of no version", (w) => open(w, w.conn.draft.id, ", template_version", ", 0"), "23514"],
  ["writes a probe into a closed run", (w) => probe(w.a, w.conn.connected.run.id, 50, "none", "denied"), "23514"],
  [
    "writes what a probe expected",
    (w) =>
      `insert into verification_probes (customer_id, run_id, n, name, got, expected) values ('${w.a}', '${w.conn.checked.open.id}', 1, 'none', 'granted', 'granted')`,
    "428C9",
  ],
  [
    "hints at a whole External ID",
    (w) =>
      `insert into verification_probes (customer_id, run_id, n, name, got, sent_hint) values ('${w.a}', '${w.conn.checked.open.id}', 1, 'none', 'denied', '${w.conn.checked.externalId}')`,
    "23514",
  ],
  ["changes a probe", () => "update verification_probes set got = 'denied'", "42501"],
  ["opens a second run", (w) => open(w, w.conn.checked.id, "", ""), "23505"],
  ["passes another role off as a check", (w) => open(w, w.conn.connected.id, "", "").replace("'submit'", "'recheck'"), "23514"],
  ["opens a run of a retired ID", (w) => open(w, w.conn.removed.id, "", ""), "23514"],
  ["reads the sealed ARN from the table", () => "select role_arn from connections", "42501"],
  ["deletes a connection", () => "delete from connections", "42501"],
  ["deletes a run", () => "delete from verification_runs", "42501"],
  ["brings a removed connection back", (w) => `update connections set status = 'draft' where id = '${w.conn.removed.id}'`, "23001"],
  ["replays an old secure run over a quarantine", (w) => prove(w.conn.quarantined.id, w.conn.quarantined.run), "23514"],
  ["calls a quarantine not proven", (w) => `update connections set status = 'not_proven' where id = '${w.conn.quarantined.id}'`, "23514"],
  [
    "launders a quarantine through disabled",
    (w) => [
      `update connections set status = 'disabled' where id = '${w.conn.quarantined.id}'`,
      `update connections set status = 'refused' where id = '${w.conn.quarantined.id}'`,
    ],
    "23514",
  ],
  [
    "sees a negative granted, writes no verdict",
    (w) => [
      `update verification_runs set lease_until = now() where false`,
      open(w, w.conn.connected.id, "", "").replace(OTHER, w.conn.connected.run.arnHmac),
      `insert into verification_probes (customer_id, run_id, n, name, got) select customer_id, id, 1, 'random', 'granted' from verification_runs where connection_id = '${w.conn.connected.id}' and finished_at is null`,
      `select status from connections where id = '${w.conn.connected.id}'`,
    ],
    "= quarantined",
  ],
  [
    "sees only a retiring ID granted, which the overlap allows",
    (w) => [
      probe(w.a, w.conn.checked.open.id, 1, "retiring", "granted"),
      `select status from connections where id = '${w.conn.checked.id}'`,
    ],
    "= connected",
  ],
  [
    "closes a granted negative as inconclusive",
    (w) => [probe(w.a, w.conn.checked.open.id, 1, "none", "granted"), close(w, "verdict = 'inconclusive'")],
    "23514",
  ],
  [
    "closes a granted negative as refused",
    (w) => [probe(w.a, w.conn.checked.open.id, 1, "outside-principal", "granted"), close(w, "verdict = 'refused'")],
    "23514",
  ],
  ["marks a run lost whose lease is alive", (w) => close(w, "verdict = 'lost'"), "23514"],
  ["connects with B's ARN", (w) => prove(w.conn.twin.id, w.conn.twin.run), "23505"],
  [
    "closes with every probe right",
    (w) => [...probes(w, "nothing"), close(w, secure), `select verdict from verification_runs where id = '${w.conn.checked.open.id}'`],
    "= secure",
  ],
];

const ofOwner: AttackCase[] = [
  ["owner", "deletes connections, and no row matches", () => "delete from connections where false", "23001"],
  ["owner", "says of an open run that another template was offered", (w) => close(w, "template_version = 2"), "23001"],
  ["owner", "deletes a run", () => "delete from verification_runs where false", "23001"],
  ["owner", "changes a probe", () => "update verification_probes set got = 'denied' where false", "23001"],
  ["owner", "truncates probes", () => "truncate verification_probes", "23001"],
  ["owner", "moves a connection to B", (w) => `update connections set customer_id = '${w.b}' where id = '${w.conn.draft.id}'`, "23001"],
  [
    "owner",
    "inserts a connection already connected",
    (w) => `insert into connections (customer_id, name, regions, status) values ('${w.a}', 'x', '{us-east-1}', 'connected')`,
    "23514",
  ],
  [
    "owner",
    "connects a draft without a run",
    (w) => `update connections set status = 'connected' where id = '${w.conn.draft.id}'`,
    "23514",
  ],
];

const endClaim = (connection: string) => `update connections set claim_ended_at = now() where id = '${connection}'`;
const check = (w: World) =>
  open(w, w.conn.connected.id, "", "").replace("'submit'", "'recheck'").replace(OTHER, w.conn.connected.run.arnHmac);
const ofCustomer: AttackCase[] = [
  ["app", "ends the claim of a connection of its own", (w) => endClaim(w.conn.quarantined.id), "42501"],
  ["app", "ends B's claim", (w) => endClaim(w.conn.ofB.id), "42501"],
  ["worker", "ends the claim of what is connected", (w) => endClaim(w.conn.connected.id), "23514"],
  [
    "worker",
    "ends a claim and connects with B's ARN, whose claim has not ended",
    (w) => [endClaim(w.conn.quarantined.id), prove(w.conn.twin.id, w.conn.twin.run)],
    "23505",
  ],
  [
    "app",
    "asks for a sixty-first check in ten minutes",
    (w) => [
      `do $$ begin for n in 1..60 loop ${check(w)}; update verification_runs set verdict = 'inconclusive' where connection_id = '${w.conn.connected.id}' and finished_at is null; end loop; end $$`,
      check(w),
    ],
    "23514",
  ],
];

export const connectionAttacks: readonly AttackCase[] = [
  ...(["app", "worker"] as const).flatMap((as) => ofRunners.map((cheat): AttackCase => [as, ...cheat])),
  ...ofCustomer,
  ...ofOwner,
];
