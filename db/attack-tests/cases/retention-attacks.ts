import type { AttackCase } from "#db/attack-tests/attack-case.ts";
import type { Fixtures } from "#db/attack-tests/fixtures.ts";

const PRUNE = ["select prune_probes(30, 5000)", "select prune_runs(90, 5000)"];
type Old = Exclude<keyof Fixtures["old"], "customer" | "connection">;
const runs = (f: Fixtures, of: readonly Old[]) => `(${of.map((name) => `'${f.old[name]}'`).join(", ")})`;
const countRuns = (f: Fixtures, ...of: Old[]) => `select count(*) from verification_runs where id in ${runs(f, of)}`;
const countProbes = (f: Fixtures, ...of: Old[]) => `select count(*) from verification_probes where run_id in ${runs(f, of)}`;
const deleteProbes = (f: Fixtures, ...of: Old[]) => `delete from verification_probes where run_id in ${runs(f, of)}`;

const OTHERS = ["app", "as-support", "as-operator", "as-admin", "signin"] as const;
const CALLS = [
  "prune_probes(30, 10)",
  "prune_runs(396, 10)",
  "count_verifications(10)",
  "count_connections()",
  "count_onboarding(10)",
  "count_calls()",
  "prune_counts()",
  "count_for_lists()",
  "record_checkpoints('{}', '{}')",
];
const ofOthers = OTHERS.flatMap((as) => CALLS.map((call): AttackCase => [as, `calls ${call}`, () => `select ${call}`, "42501"]));

const OUT_OF_RANGE = [
  "prune_probes(29, 10)",
  "prune_probes(0, 10)",
  "prune_probes(-100000, 10)",
  "prune_probes(null, 10)",
  "prune_probes(30, 0)",
  "prune_probes(30, null)",
  "prune_probes(30, 1000000)",
  "prune_runs(89, 10)",
  "prune_runs(-1, 10)",
  "prune_runs(null, 10)",
  "prune_runs(90, 1000000)",
  "count_verifications(100000)",
  "count_onboarding(null)",
  "record_checkpoints(array_fill('a'::text, array[2001]), array_fill(1::bigint, array[2001]))",
  "record_checkpoints('{partner}', '{}')",
];
const outOfRange = OUT_OF_RANGE.map((call): AttackCase => ["worker", `calls ${call}`, () => `select ${call}`, "22023"]);

const ofWorker: AttackCase[] = [
  ["worker", "deletes probes itself", () => "delete from verification_probes", "42501"],
  ["worker", "deletes runs itself", () => "delete from verification_runs", "42501"],
  ["worker", "says that probes were deleted", () => "update verification_runs set probes_deleted_at = now()", "42501"],
  ["app", "says that probes were deleted", () => "update verification_runs set probe_summary = '{}'", "42501"],
  ["worker", "moves the position of a task", () => "update retention_progress set reached = now()", "42501"],
  [
    "worker",
    "asks whether a run is needed",
    (f) => `select is_run_needed(r) from verification_runs r where id = '${f.old.spare}'`,
    "42501",
  ],
  [
    "worker",
    "writes a count",
    () => "insert into verifications_hourly values (date_trunc('hour', now(), 'UTC'), 'secure', '', 1, 1)",
    "42501",
  ],
  ["worker", "deletes counts", () => "delete from connections_daily", "42501"],
  ["worker", "writes a count of a list", () => "insert into customer_counts values (0, 1, now())", "42501"],
  ["worker", "changes the place of a customer in a list", () => "update customer_summaries set worst = 4", "42501"],
  ["worker", "claims a checkpoint itself", () => "insert into audit_checkpoints values ('partner', 1, now())", "42501"],
  ["as-admin", "changes the place of a customer in a list", () => "update customer_summaries set worst = 4", "42501"],
  ["as-admin", "writes a count of a list", () => "update connection_counts set connections = 1", "42501"],
  ["as-admin", "claims a checkpoint", () => "update audit_checkpoints set seq = 1", "42501"],
  ["app", "reads by what customers are sorted", () => "select sort_name from customer_summaries", "42501"],
  ["app", "reads the counts of connections of all customers", () => "select connections from connection_counts", "42501"],
  ["app", "reads the counts of Regions", () => "select connections from connection_region_counts", "42501"],
  ["worker", "writes a count of a Region", () => "insert into connection_region_counts values ('x', 'draft', 1, now())", "42501"],
  ["as-admin", "writes a count of a Region", () => "update connection_region_counts set connections = 1", "42501"],
  ["app", "reads the counts of customers", () => "select customers from customer_counts", "42501"],
  ["app", "reads the checkpoints of all chains", () => "select seq from audit_checkpoints", "42501"],
  ["as-admin", "writes a count", () => "update connections_daily set connections = 1", "42501"],
  ["as-admin", "reads when each customer reached a step", () => "select customer_id from onboarding", "42501"],
  ["app", "reads the counts of all customers", () => "select runs from verifications_hourly", "42501"],
  ["as-support", "reads the counts", () => "select distinct 1 from connections_daily", "1 rows"],
  ["worker", "deletes an old run that nothing rests on", (f) => [...PRUNE, countRuns(f, "spare", "second")], "= 0"],
  ["worker", "deletes the probes of an old run that nothing rests on", (f) => [PRUNE[0] ?? "", countProbes(f, "spare")], "= 0"],
  ["worker", "deletes the run that verified a connection", (f) => [...PRUNE, countRuns(f, "verified")], "= 1"],
  ["worker", "deletes the probes of the run that verified a connection", (f) => [...PRUNE, countProbes(f, "verified")], "= 7"],
  ["worker", "deletes the last report of a connection", (f) => [...PRUNE, countProbes(f, "newest")], "= 7"],
  ["worker", "deletes a run that is too young", (f) => [...PRUNE, countRuns(f, "young", "recent")], "= 2"],
  ["worker", "deletes the probes of a run that is too young", (f) => [...PRUNE, countProbes(f, "young")], "= 7"],
  ["worker", "deletes the answer that quarantined a connection in a lost run", (f) => [...PRUNE, countProbes(f, "evidence")], "= 1"],
  ["worker", "deletes the run of a pending External ID", (f) => [...PRUNE, countProbes(f, "ofPending")], "= 7"],
  ["worker", "deletes an open run that began long ago", (f) => [...PRUNE, countProbes(f, "open")], "= 7"],
];

const ofOwner: AttackCase[] = [
  ["owner", "deletes the probes of the run that verified a connection", (f) => deleteProbes(f, "verified"), "23001"],
  ["owner", "deletes the probes of the last report", (f) => deleteProbes(f, "newest"), "23001"],
  ["owner", "deletes the probes of a run that is too young", (f) => deleteProbes(f, "young"), "23001"],
  ["owner", "deletes the answer that quarantined a connection in a lost run", (f) => deleteProbes(f, "evidence"), "23001"],
  ["owner", "deletes the probes of a pending External ID's run", (f) => deleteProbes(f, "ofPending"), "23001"],
  ["owner", "deletes the probes of an open run", (f) => deleteProbes(f, "open"), "23001"],
  ["owner", "deletes probes of spare and of needed runs together", (f) => deleteProbes(f, "spare", "newest"), "23001"],
  ["owner", "deletes a part of a run's probes", (f) => `${deleteProbes(f, "spare")} and n = 1`, "23001"],
  ["owner", "deletes the probes of a spare run", (f) => deleteProbes(f, "spare"), "ok7"],
  [
    "owner",
    "deletes a run of the last 90 days",
    (f) => [deleteProbes(f, "recent"), `delete from verification_runs where id = '${f.old.recent}'`],
    "23001",
  ],
  ["owner", "deletes a spare run", (f) => [deleteProbes(f, "spare"), `delete from verification_runs where id = '${f.old.spare}'`], "ok1"],
  [
    "owner",
    "says that probes were deleted which are stored",
    (f) => `update verification_runs set probes_deleted_at = now(), probe_summary = '{}' where id = '${f.old.spare}'`,
    "23001",
  ],
  [
    "owner",
    "changes the verdict while the probes are deleted",
    (f) => [
      deleteProbes(f, "spare"),
      `update verification_runs set probes_deleted_at = now(), probe_summary = '{}', control = 'not-configured' where id = '${f.old.spare}'`,
    ],
    "23001",
  ],
  ["owner", "truncates runs", () => "truncate verification_runs cascade", "23001"],
];

export const retentionAttacks: readonly AttackCase[] = [...ofOthers, ...outOfRange, ...ofWorker, ...ofOwner];
