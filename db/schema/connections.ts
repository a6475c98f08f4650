import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, primaryKey, smallint, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { moment, newId } from "./columns.ts";
import { customers } from "./customers.ts";
import { wordIndexes } from "./name-words.ts";
import { ownerSees, tenantPolicies } from "./policies.ts";

export const CONNECTION_STATUSES = [
  "draft",
  "verifying",
  "connected",
  "expired",
  "access_denied",
  "quarantined",
  "disabled",
  "removed",
] as const;

/** Connections, each to one role in one AWS account. A trigger checks every change of `status`. */
export const connections = pgTable(
  "connections",
  {
    customerId: uuid("customer_id")
      .notNull()
      .references(() => customers.id),
    id: newId(),
    name: text("name").notNull(),
    /** The Regions whose log groups people read, 1 to 10. Before the first secure verification only the Region of the stack. */
    regions: text("regions").array().notNull(),
    logAccess: text("log_access", { enum: ["browse", "query", "live-tail"] })
      .notNull()
      .default("browse"),
    logGroupPrefix: text("log_group_prefix").notNull().default("/"),
    /** In which Region the owner creates the CloudFormation stack; null means the Region of the portal. */
    stackRegion: text("stack_region"),
    /** Further choices for the CloudFormation stack, kept so that a draft can be continued. */
    permissionsBoundaryArn: text("permissions_boundary_arn").notNull().default(""),
    rolePath: text("role_path").notNull().default("/sallyport/"),
    allowSelfInspection: boolean("allow_self_inspection").notNull().default(false),
    /** The template version and the log access that the portal offered for the connected role. Written by a trigger; the role may differ. */
    offeredTemplateVersion: integer("offered_template_version"),
    offeredLogAccess: text("offered_log_access", { enum: ["browse", "query", "live-tail"] }),
    status: text("status", { enum: CONNECTION_STATUSES }).notNull().default("draft"),
    /** Set by the database when the status becomes `quarantined`; null in every other status. */
    quarantinedAt: moment("quarantined_at"),
    reason: text("reason"),
    externalIdId: uuid("external_id_id").notNull(),
    /** Sealed (encrypted). No role may SELECT it: only the three functions `open_connection_for_…` return it. */
    roleArn: text("role_arn"),
    arnHmac: text("arn_hmac"),
    /** While ARNs are indexed again: the index with the previous key. Not readable by any runtime role. */
    arnHmacBefore: text("arn_hmac_before"),
    accountId: text("account_id"),
    roleId: text("role_id"),
    verifiedRunId: uuid("verified_run_id"),
    verifiedAt: moment("verified_at"),
    /** MAC over the columns of the last verification, with a key that the database does not have. Without it the status is not trusted. */
    verificationMac: text("verification_mac"),
    waitingUntil: moment("waiting_until"),
    /** When AWS denied the correct External ID for the first time since the last other result; null if the last result was another one. */
    deniedSince: moment("denied_since"),
    /** How many secure runs the role had since it was submitted, up to 3. After the first two, the next one follows soon. */
    confirmStep: smallint("confirm_step").notNull().default(0),
    /** When the worker verifies it next; null if it does not, for example because it is disabled. */
    nextCheckAt: moment("next_check_at"),
    /** During a rotation: when the scheduled check is due, which the more frequent checks of the rotation must not delay. */
    regularCheckAt: moment("regular_check_at"),
    /** How many reminders of the current step of the rotation the owners got. */
    reminders: smallint("reminders").notNull().default(0),
    /** When the role turned out to accept another connection's External ID instead of this one's, which ended the claim on the role. */
    claimEndedAt: moment("claim_ended_at"),
    leaseUntil: moment("lease_until"),
    leaseToken: uuid("lease_token"),
    disabledBy: uuid("disabled_by"),
    createdAt: moment("created_at").notNull().defaultNow(),
    removedAt: moment("removed_at"),
  },
  (t) => [
    primaryKey({ columns: [t.customerId, t.id] }),
    uniqueIndex("one_live_arn").on(t.arnHmac).where(sql`verified_at is not null and status <> 'removed' and claim_ended_at is null`),
    uniqueIndex("one_live_arn_before")
      .on(sql`coalesce(arn_hmac_before, arn_hmac)`)
      .where(sql`verified_at is not null and status <> 'removed' and claim_ended_at is null`),
    uniqueIndex("one_live_role")
      .on(t.accountId, t.roleId)
      .where(sql`verified_at is not null and status <> 'removed' and claim_ended_at is null`),
    index("connections_newest").on(t.customerId, t.createdAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    index("connections_newest_of_all").on(t.createdAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    index("connections_due").on(t.customerId, t.nextCheckAt).where(sql`next_check_at is not null`),
    index("connections_due_by_time").on(sql`(next_check_at - timestamptz '2000-01-01 00:00:00+00')`).where(sql`next_check_at is not null`),
    index("connections_of_account").on(t.accountId).where(sql`account_id is not null`),
    index("connections_by_status").on(t.status, sql`coalesce(verified_at, '-infinity'::timestamptz)`, t.id),
    index("connections_by_verification").on(sql`coalesce(verified_at, '-infinity'::timestamptz)`, t.id),
    index("connections_by_wait").on(
      sql`coalesce(case status when 'quarantined' then quarantined_at when 'access_denied' then coalesce(denied_since, verified_at) when 'draft' then created_at when 'verifying' then null when 'disabled' then null else (verified_at at time zone 'UTC' + interval '24 h') at time zone 'UTC' end, timestamptz '9999-12-31 00:00:00+00')`,
      t.id,
    ),
    index("connections_by_name").on(sql`lower(name) collate "C"`, t.id),
    index("connections_of_customer").on(t.customerId, t.status, sql`lower(name) collate "C"`, t.id),
    index("connections_by_template").on(t.offeredTemplateVersion).where(sql`offered_template_version is not null`),
    index("connections_of_region").using("gin", t.regions),
    index("connections_by_id").on(t.id),
    index("connections_by_role").on(t.roleId).where(sql`role_id is not null`),
    ...wordIndexes("connections", sql`lower(name) collate "C"`, t.id),
    check("connection_name", sql`char_length(name) between 1 and 80 and name !~ '[[:cntrl:]]'`),
    check(
      "connection_regions",
      sql`cardinality(regions) between 1 and 10 and array_position(regions, null) is null and array_to_string(regions, ',') ~ '^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}(,[a-z]{2}(-[a-z]+)+-[0-9]{1,2})*$'`,
    ),
    check("connection_log_access", sql`log_access in ('browse', 'query', 'live-tail')`),
    check(
      "connection_offered",
      sql`num_nulls(offered_template_version, offered_log_access) in (0, 2) and offered_template_version between 1 and 9999 and offered_log_access in ('browse', 'query', 'live-tail')`,
    ),
    check("connection_log_group_prefix", sql`log_group_prefix ~ '^[A-Za-z0-9_./#-]*$' and char_length(log_group_prefix) <= 512`),
    check("connection_permissions_boundary", sql`char_length(permissions_boundary_arn) <= 2048`),
    check("connection_role_path", sql`role_path ~ '^/([A-Za-z0-9_+=,.@-]+/)*$' and char_length(role_path) <= 512`),
    check("connection_claim", sql`claim_ended_at is null or status not in ('connected', 'expired')`),
    check("connection_stack_region", sql`stack_region ~ '^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}$'`),
    check(
      "connection_status",
      sql`status in ('draft', 'verifying', 'connected', 'expired', 'access_denied', 'quarantined', 'disabled', 'removed')`,
    ),
    check("connection_reason", sql`reason ~ '^[A-Za-z0-9][A-Za-z0-9:,._ -]{0,119}$' and reason !~* 'arn:' and reason !~ '[0-9]{12}'`),
    check("connection_sealed_arn", sql`role_arn !~* 'arn:' and char_length(role_arn) <= 4096`),
    check("connection_arn_hmac", sql`arn_hmac ~ '^[0-9a-f]{64}$'`),
    check("connection_arn_hmac_before", sql`arn_hmac_before ~ '^[0-9a-f]{64}$'`),
    check("connection_verification_mac", sql`verification_mac ~ '^v1\\.[a-z0-9]{1,16}\\.[A-Za-z0-9_-]{43}$'`),
    check("connection_confirm_step", sql`confirm_step between 0 and 9`),
    check("connection_reminders", sql`reminders between 0 and 9`),
    check("connection_lease", sql`num_nulls(lease_until, lease_token) in (0, 2)`),
    check(
      "connection_verified",
      sql`status in ('draft', 'verifying', 'removed') or num_nulls(role_arn, arn_hmac, account_id, role_id, verified_run_id, verified_at) = 0`,
    ),
    ...tenantPolicies(),
  ],
);

/** The connections that workers have claimed: counts what a customer has in progress. Only functions read and write it. */
export const connectionLeases = pgTable(
  "connection_leases",
  {
    customerId: uuid("customer_id").notNull(),
    connectionId: uuid("connection_id").notNull(),
    leaseToken: uuid("lease_token").notNull(),
    leaseUntil: moment("lease_until").notNull(),
  },
  (t) => [primaryKey({ name: "connection_leases_pk", columns: [t.customerId, t.connectionId] }), ownerSees()],
);
