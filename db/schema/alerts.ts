import { sql } from "drizzle-orm";
import { boolean, check, foreignKey, index, integer, pgTable, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { moment, newId } from "./columns.ts";
import { ownerSees, staffAndWorkerSee, staffSees } from "./policies.ts";
import { staff } from "./staff.ts";

/** Alerts for staff, raised by `match_alert`. There is one open alert for each kind, customer and connection. */
export const alerts = pgTable(
  "alerts",
  {
    id: newId().primaryKey(),
    kind: text("kind").notNull(),
    customerId: uuid("customer_id"),
    connectionId: uuid("connection_id"),
    raisedAt: moment("raised_at").notNull().defaultNow(),
    resolvedAt: moment("resolved_at"),
    /** 0 critical, 1 high, 2 medium, 3 low; a trigger sets it. */
    severity: smallint("severity").notNull().default(3),
    /** How often its rule matched. */
    times: integer("times").notNull().default(1),
    lastAt: moment("last_at").notNull().defaultNow(),
    acknowledgedAt: moment("acknowledged_at"),
    acknowledgedBy: uuid("acknowledged_by"),
    snoozedUntil: moment("snoozed_until"),
    /** Null if the portal resolved it. */
    resolvedBy: uuid("resolved_by"),
    /** Grows with everything that a person does. */
    version: integer("version").notNull().default(1),
    /** When it was decided who is emailed. */
    mailedAt: moment("mailed_at"),
  },
  (t) => [
    index("alerts_newest").on(t.raisedAt.desc().nullsFirst()),
    index("alerts_of_customer")
      .on(t.customerId, t.raisedAt.desc().nullsFirst(), t.id.desc().nullsFirst())
      .where(sql`customer_id is not null`),
    index("alerts_open").on(t.severity, t.raisedAt, t.id).where(sql`resolved_at is null`),
    index("alerts_resolved").on(t.severity, t.raisedAt, t.id).where(sql`resolved_at is not null`),
    index("alerts_by_end").on(t.resolvedAt).where(sql`resolved_at is not null`),
    index("alerts_to_mail").on(t.id).where(sql`mailed_at is null`),
    check("alert_kind", sql`kind ~ '^[a-z][a-z-]{0,39}$'`),
    ownerSees(),
    staffAndWorkerSee(),
  ],
);

/** What happened to an alert: who acknowledged, snoozed or resolved it, and how many people were emailed. */
export const alertHistory = pgTable(
  "alert_history",
  {
    id: newId().primaryKey(),
    alertId: uuid("alert_id").notNull(),
    at: moment("at").notNull().defaultNow(),
    what: text("what", { enum: ["emailed", "acknowledged", "snoozed", "woken", "resolved"] }).notNull(),
    userId: uuid("user_id"),
    untilAt: moment("until_at"),
    people: integer("people"),
    note: text("note"),
  },
  (t) => [
    foreignKey({ name: "alert_history_of_alert", columns: [t.alertId], foreignColumns: [alerts.id] }).onDelete("cascade"),
    index("alert_history_by_alert").on(t.alertId, t.at),
    check("alert_history_what", sql`what in ('emailed', 'reopened', 'acknowledged', 'snoozed', 'woken', 'resolved')`),
    check("alert_history_note", sql`char_length(note) between 1 and 1000`),
    ownerSees(),
    staffSees(),
  ],
);

/** The severities about which a member of staff wants emails. */
export const alertMailChoices = pgTable(
  "alert_mail_choices",
  { userId: uuid("user_id").notNull(), severity: smallint("severity").notNull() },
  (t) => [
    primaryKey({ name: "alert_mail_choices_pk", columns: [t.userId, t.severity] }),
    foreignKey({ name: "alert_mail_choice_of_staff", columns: [t.userId], foreignColumns: [staff.userId] }).onDelete("cascade"),
    check("alert_mail_severity", sql`severity between 0 and 3`),
    ownerSees(),
    staffSees(),
  ],
);

/** Emails about alerts of the last week: one alert each, or a digest. */
export const alertMails = pgTable(
  "alert_mails",
  {
    id: newId().primaryKey(),
    userId: uuid("user_id").notNull(),
    isCritical: boolean("is_critical").notNull(),
    queuedAt: moment("queued_at").notNull().defaultNow(),
  },
  (t) => [
    foreignKey({ name: "alert_mail_of_staff", columns: [t.userId], foreignColumns: [staff.userId] }).onDelete("cascade"),
    index("alert_mails_of_person").on(t.userId, t.queuedAt),
    ownerSees(),
  ],
);

/** Who is emailed about which alert; without an email the person gets a digest later. */
export const alertRecipients = pgTable(
  "alert_recipients",
  { alertId: uuid("alert_id").notNull(), userId: uuid("user_id").notNull(), mailId: uuid("mail_id") },
  (t) => [
    primaryKey({ name: "alert_recipients_pk", columns: [t.alertId, t.userId] }),
    foreignKey({ name: "alert_recipient_of_alert", columns: [t.alertId], foreignColumns: [alerts.id] }).onDelete("cascade"),
    foreignKey({ name: "alert_recipient_of_staff", columns: [t.userId], foreignColumns: [staff.userId] }).onDelete("cascade"),
    foreignKey({ name: "alert_recipient_mail", columns: [t.mailId], foreignColumns: [alertMails.id] }).onDelete("cascade"),
    index("alert_recipients_of_mail").on(t.mailId),
    index("alert_recipients_waiting").on(t.userId).where(sql`mail_id is null`),
    ownerSees(),
  ],
);
