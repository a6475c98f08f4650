import { sql } from "drizzle-orm";
import { boolean, check, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { RUN_REASONS, VERDICTS } from "#kernel/verification/verdict.ts";
import { moment, newId } from "./columns.ts";
import { externalIds } from "./external-ids.ts";
import { tenantPolicies } from "./policies.ts";

export type LogCheck = "works" | "denied" | "no-groups" | "inconclusive";

export interface ProbeSummary {
  /** The AWS request IDs of the probes that were allowed, in their order. */
  readonly opened: readonly string[];
  readonly refused: number;
  readonly unanswered: number;
}

/** Runs: one set of probes each, closed exactly once. A run that is not secure stores the account ID masked. */
export const verificationRuns = pgTable(
  "verification_runs",
  {
    customerId: uuid("customer_id").notNull(),
    id: newId(),
    connectionId: uuid("connection_id").notNull(),
    externalIdId: uuid("external_id_id").notNull(),
    reason: text("reason", { enum: RUN_REASONS }).notNull(),
    requestedBy: uuid("requested_by"),
    arnHmac: text("arn_hmac").notNull(),
    /** The template version that the portal offered when the run started; null in runs from before it was recorded. */
    templateVersion: integer("template_version"),
    sandbox: boolean("sandbox").notNull(),
    sessionName: text("session_name"),
    stsRegion: text("sts_region"),
    planned: integer("planned"),
    retiredTotal: integer("retired_total"),
    startedAt: moment("started_at").notNull().defaultNow(),
    leaseUntil: moment("lease_until").notNull().default(sql`now() + interval '30 s'`),
    finishedAt: moment("finished_at"),
    verdict: text("verdict", { enum: VERDICTS }),
    control: text("control", { enum: ["ok", "failed", "not-configured"] }),
    outcomeReason: text("outcome_reason"),
    logChecks: jsonb("log_checks").$type<Record<string, LogCheck>>(),
    accountId: text("account_id"),
    roleId: text("role_id"),
    /** MAC over the run and its probes, stored once after closing. Null in open and lost runs. */
    mac: text("mac"),
    /** Digest of the probes when the run was closed, stored with the MAC. Null in open and lost runs. */
    probesSha256: text("probes_sha256"),
    /** When the probes were deleted because of their age; null while they are stored. */
    probesDeletedAt: moment("probes_deleted_at"),
    /** What the session history shows of deleted probes. */
    probeSummary: jsonb("probe_summary").$type<ProbeSummary>(),
  },
  (t) => [
    primaryKey({ columns: [t.customerId, t.id] }),
    foreignKey({
      name: "run_of_external_id",
      columns: [t.customerId, t.connectionId, t.externalIdId],
      foreignColumns: [externalIds.customerId, externalIds.connectionId, externalIds.id],
    }),
    uniqueIndex("one_open_run").on(t.customerId, t.connectionId).where(sql`finished_at is null`),
    index("runs_newest").on(t.customerId, t.connectionId, t.startedAt.desc().nullsFirst()),
    index("runs_submitted").on(t.customerId, t.startedAt).where(sql`reason = 'submit'`),
    index("runs_secure").on(t.customerId, t.arnHmac).where(sql`verdict = 'secure'`),
    index("runs_finished").on(t.finishedAt),
    index("runs_of_customer")
      .on(t.customerId, t.finishedAt.desc().nullsFirst(), t.id.desc().nullsFirst())
      .where(sql`finished_at is not null`),
    index("runs_by_id").on(t.id),
    index("runs_by_verdict").on(t.verdict, t.id),
    index("runs_by_reason").on(t.reason, t.id).where(sql`reason <> 'schedule'`),
    index("runs_by_requester").on(t.requestedBy, t.id).where(sql`requested_by is not null`),
    check("run_reason", sql`reason in ('submit', 'recheck', 'schedule', 'rotation', 'confirm', 'staff')`),
    check("run_verdict", sql`verdict in ('secure', 'not-secure', 'access-denied', 'inconclusive', 'lost')`),
    check("run_template_version", sql`template_version between 1 and 9999`),
    check("run_closed_completely", sql`num_nulls(finished_at, verdict) in (0, 2)`),
    check("run_arn_hmac", sql`arn_hmac ~ '^[0-9a-f]{64}$'`),
    check("run_session_name", sql`session_name ~ '^sp-[a-z2-7]{20}$'`),
    check("run_sts_region", sql`sts_region ~ '^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}$'`),
    check("run_control", sql`control is null or (control in ('ok', 'failed', 'not-configured') and finished_at is not null)`),
    check("run_control_carries", sql`control is distinct from 'failed' or verdict in ('not-secure', 'inconclusive', 'lost')`),
    check("run_secure_has_control", sql`verdict <> 'secure' or (control is not null and control in ('ok', 'not-configured'))`),
    check(
      "run_outcome_reason",
      sql`outcome_reason ~ '^[A-Za-z0-9][A-Za-z0-9:,._ -]{0,199}$' and outcome_reason !~* 'arn:' and outcome_reason !~ '[0-9]{12}'`,
    ),
    check(
      "run_log_checks",
      sql`jsonb_typeof(log_checks) = 'object' and not jsonb_path_exists(log_checks, '$.keyvalue() ? (!(@.key like_regex "^[a-z0-9-]{1,30}$") || !(@.value == "works" || @.value == "denied" || @.value == "no-groups" || @.value == "inconclusive"))')`,
    ),
    check(
      "run_masked_unless_secure",
      sql`coalesce(verdict = 'secure' and account_id ~ '^[0-9]{12}$' and role_id ~ '^AROA', false) or verdict is distinct from 'secure' and role_id is null and coalesce(account_id ~ '^\\*{8}[0-9]{4}$', true)`,
    ),
    check("run_mac", sql`mac is null or (mac ~ '^v1\\.[a-z0-9]{1,16}\\.[A-Za-z0-9_-]{43}$' and finished_at is not null)`),
    check("run_probes_sha256", sql`probes_sha256 is null or (probes_sha256 ~ '^[0-9a-f]{64}$' and finished_at is not null)`),
    check(
      "run_probe_summary",
      sql`num_nulls(probes_deleted_at, probe_summary) in (0, 2) and (probe_summary is null or (jsonb_typeof(probe_summary) = 'object' and finished_at is not null and probe_summary::text !~* 'arn:'))`,
    ),
    ...tenantPolicies(),
  ],
);
