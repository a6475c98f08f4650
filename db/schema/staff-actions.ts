import { sql } from "drizzle-orm";
import { check, foreignKey, index, integer, pgTable, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { moment, newId } from "./columns.ts";
import { connections } from "./connections.ts";
import { customers } from "./customers.ts";
import { ownerSees, staffSees } from "./policies.ts";

/** Actions of staff on many connections or customers. A draft, which only its author sees, has no `startedAt`. */
export const staffActions = pgTable(
  "staff_actions",
  {
    id: newId().primaryKey(),
    kind: text("kind").notNull(),
    madeBy: uuid("made_by").notNull(),
    draftedAt: moment("drafted_at").notNull().defaultNow(),
    startedAt: moment("started_at"),
    finishedAt: moment("finished_at"),
    stoppedAt: moment("stopped_at"),
    stoppedBy: uuid("stopped_by"),
    /** Customers can read the reason of an action on them. */
    reason: text("reason"),
    /** The reason as a word, which the audit log stores: for rotations and suspensions. */
    category: text("category"),
    tag: text("tag"),
    /** The newest version of the template when the draft was made. */
    templateVersion: integer("template_version").notNull(),
    /** The address of the list from which it was started. */
    source: text("source").notNull(),
    items: integer("items").notNull().default(0),
    waiting: integer("waiting").notNull().default(0),
    running: integer("running").notNull().default(0),
    problems: integer("problems").notNull().default(0),
    skipped: integer("skipped").notNull().default(0),
    stopped: integer("stopped").notNull().default(0),
  },
  (t) => [
    index("staff_actions_newest").on(t.startedAt, t.id).where(sql`started_at is not null`),
    index("staff_actions_open").on(t.startedAt, t.id).where(sql`started_at is not null and finished_at is null`),
    index("staff_actions_of_person").on(t.madeBy, t.startedAt),
    check("staff_action_kind", sql`kind in ('verify', 'rotate', 'suspend', 'resume', 'resend', 'upgrade', 'tag', 'untag')`),
    check("staff_action_reason", sql`char_length(reason) between 10 and 500 and reason !~ '[\\x01-\\x09\\x0b-\\x1f\\x7f]'`),
    check("staff_action_category", sql`category ~ '^[a-z][a-z-]{0,39}$'`),
    check(
      "staff_action_tag",
      sql`(tag is null) = (kind not in ('tag', 'untag')) and coalesce(tag ~ '^[a-z0-9]([a-z0-9 ._-]{0,28}[a-z0-9])?$', true)`,
    ),
    check("staff_action_source", sql`char_length(source) between 1 and 2000`),
    check(
      "staff_action_started",
      sql`(started_at is null) = (reason is null) and (started_at is not null or num_nonnulls(finished_at, stopped_at) = 0)`,
    ),
    check("staff_action_stopped", sql`num_nulls(stopped_at, stopped_by) in (0, 2)`),
    check("staff_action_category_needed", sql`started_at is null or (category is null) = (kind not in ('rotate', 'suspend'))`),
    check("staff_action_counts", sql`least(waiting, running, problems, skipped, stopped) >= 0 and items <= 10000`),
    ownerSees(),
    staffSees(),
  ],
);

/** One connection or customer of an action, and what came of it. */
export const staffActionItems = pgTable(
  "staff_action_items",
  {
    actionId: uuid("action_id").notNull(),
    n: integer("n").notNull(),
    customerId: uuid("customer_id").notNull(),
    connectionId: uuid("connection_id"),
    state: text("state").notNull(),
    /** 0 problems, 1 changes of status, 2 everything else. */
    rank: smallint("rank").notNull().default(2),
    /** Why it was skipped, refused or failed, or the verdict of its verification. */
    word: text("word"),
    statusBefore: text("status_before").notNull(),
    statusAfter: text("status_after"),
    runId: uuid("run_id"),
    jobId: uuid("job_id"),
    requestedAt: moment("requested_at"),
    finishedAt: moment("finished_at"),
  },
  (t) => [
    primaryKey({ name: "staff_action_items_pk", columns: [t.actionId, t.n] }),
    index("staff_action_items_listed").on(t.actionId, t.rank, t.n),
    index("staff_action_items_waiting").on(t.actionId, t.n).where(sql`state = 'waiting'`),
    index("staff_action_items_running").on(t.requestedAt).where(sql`state = 'running'`),
    index("staff_action_items_of_customer")
      .on(t.customerId, t.connectionId, t.requestedAt.desc().nullsFirst())
      .where(sql`state in ('running', 'done')`),
    check("staff_action_item_state", sql`state in ('waiting', 'running', 'done', 'failed', 'refused', 'skipped', 'stopped')`),
    check("staff_action_item_rank", sql`rank between 0 and 2`),
    check("staff_action_item_word", sql`word ~ '^[a-z][a-z-]{0,39}$'`),
    check("staff_action_item_finished", sql`state = 'skipped' or (finished_at is null) = (state in ('waiting', 'running'))`),
    foreignKey({ name: "staff_action_item_of_action", columns: [t.actionId], foreignColumns: [staffActions.id] }).onDelete("cascade"),
    foreignKey({ name: "staff_action_item_of_customer", columns: [t.customerId], foreignColumns: [customers.id] }),
    foreignKey({
      name: "staff_action_item_of_connection",
      columns: [t.customerId, t.connectionId],
      foreignColumns: [connections.customerId, connections.id],
    }),
    ownerSees(),
    staffSees(),
  ],
);
