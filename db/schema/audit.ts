import { sql } from "drizzle-orm";
import { bigint, check, customType, index, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";
import { auditPolicies, ownerSees, staffSees } from "./policies.ts";

export const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });

/** The end of each audit chain, which appending locks. `chain` is a customer's ID or `partner`. */
export const auditHeads = pgTable(
  "audit_heads",
  { chain: text("chain").primaryKey(), seq: bigint("seq", { mode: "number" }).notNull(), hash: bytea("hash").notNull() },
  () => auditPolicies(),
);

/** The newest checkpoint of each chain that the worker wrote outside the database. */
export const auditCheckpoints = pgTable(
  "audit_checkpoints",
  { chain: text("chain").primaryKey(), seq: bigint("seq", { mode: "number" }).notNull(), madeAt: moment("made_at").notNull() },
  () => [check("audit_checkpoint_seq", sql`seq > 0`), ownerSees(), staffSees()],
);

/** The events that are written before every AssumeRole in a customer's account. */
const opensRoleSessions = sql`event in ('run.started', 'logs.opened', 'support.opened')`;

/** What people did, and the worker for them: without verifications and log access, of which there are many. */
export const isAct = sql`event not in ('run.started', 'run.closed', 'logs.opened', 'logs.tailed', 'logs.answered', 'query.started', 'query.ended', 'claim.checked')`;

/** Audit events, chained by hash. They contain only IDs and codes. No role has INSERT: `append_audit` and other functions write them. */
export const auditEvents = pgTable(
  "audit_events",
  {
    chain: text("chain").notNull(),
    seq: bigint("seq", { mode: "number" }).notNull(),
    at: moment("at").notNull(),
    event: text("event").notNull(),
    actor: text("actor").notNull(),
    attributes: jsonb("attributes").$type<Record<string, string | number>>().notNull(),
    hash: bytea("hash").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.chain, t.seq] }),
    index("audit_newest").on(t.at.desc().nullsFirst()),
    index("audit_of_event").on(t.event, t.at.desc().nullsFirst()),
    index("audit_of_actor").on(t.actor, t.at.desc().nullsFirst()),
    index("audit_of_connection").on(sql`(attributes ->> 'connection')`, t.at.desc().nullsFirst()).where(sql`attributes ? 'connection'`),
    index("audit_of_verdict")
      .on(sql`(attributes ->> 'verdict')`, t.at.desc().nullsFirst())
      .where(sql`attributes ->> 'verdict' <> 'secure'`),
    index("audit_of_customer")
      .on(sql`(attributes ->> 'customer')`, t.at.desc().nullsFirst())
      .where(sql`chain = 'partner' and attributes ? 'customer'`),
    index("audit_acts").on(t.chain, t.at.desc().nullsFirst(), t.seq.desc().nullsFirst()).where(isAct),
    index("audit_of_run").on(t.chain, sql`(attributes ->> 'run')`).where(sql`event in ('run.started', 'run.closed')`),
    index("audit_answers").on(t.chain, sql`(attributes ->> 'call')`).where(sql`event = 'logs.answered'`),
    index("audit_role_sessions").on(t.chain, t.at.desc().nullsFirst(), t.seq.desc().nullsFirst()).where(opensRoleSessions),
    index("audit_role_sessions_of")
      .on(t.chain, sql`(attributes ->> 'connection')`, t.at.desc().nullsFirst(), t.seq.desc().nullsFirst())
      .where(opensRoleSessions),
    index("audit_actions")
      .on(t.chain, sql`action_of(event, attributes)`, t.at.desc().nullsFirst())
      .where(sql`actor like 'user:%' and action_of(event, attributes) is not null`),
    check("audit_event_seq", sql`seq > 0`),
    check("audit_only_safe_values", sql`only_safe_values(attributes)`),
    check("audit_event_words", sql`event ~ '^[a-z_]+(\\.[a-z_]+)+$'`),
    check("audit_actor", sql`actor ~ '^(user|staff|system):[0-9a-z-]{1,40}$'`),
    ...auditPolicies(),
  ],
);
