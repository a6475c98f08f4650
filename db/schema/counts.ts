import { sql } from "drizzle-orm";
import { bigint, check, date, foreignKey, index, integer, pgTable, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";
import { customers } from "./customers.ts";
import { ownerSees, staffSees } from "./policies.ts";

/** Finished verifications and their planned calls to AWS STS, by hour (UTC), verdict and Region. */
export const verificationsHourly = pgTable(
  "verifications_hourly",
  {
    hour: moment("hour").notNull(),
    verdict: text("verdict").notNull(),
    region: text("region").notNull(),
    runs: integer("runs").notNull(),
    calls: integer("calls").notNull(),
  },
  (t) => [
    primaryKey({ name: "verifications_hourly_pk", columns: [t.hour, t.verdict, t.region] }),
    check("verifications_hourly_hour", sql`hour = date_trunc('hour', hour, 'UTC')`),
    check("verifications_hourly_counts", sql`runs > 0 and calls >= 0`),
    ownerSees(),
    staffSees(),
  ],
);

/** Connections at the end of each day (UTC), by status and by the full hours since the last verification. */
export const connectionsDaily = pgTable(
  "connections_daily",
  {
    day: date("day").notNull(),
    status: text("status").notNull(),
    /** 0 to 47; 48 for more, -1 if there was none. */
    ageHours: smallint("age_hours").notNull(),
    connections: integer("connections").notNull(),
    countedAt: moment("counted_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "connections_daily_pk", columns: [t.day, t.status, t.ageHours] }),
    check("connections_daily_age", sql`age_hours between -1 and 48`),
    check("connections_daily_counts", sql`connections > 0`),
    ownerSees(),
    staffSees(),
  ],
);

/** When each customer reached each step for the first time. Only functions access this table. */
export const onboarding = pgTable(
  "onboarding",
  {
    customerId: uuid("customer_id").primaryKey(),
    invitedAt: moment("invited_at").notNull(),
    acceptedAt: moment("accepted_at"),
    draftedAt: moment("drafted_at"),
    submittedAt: moment("submitted_at"),
    connectedAt: moment("connected_at"),
  },
  (t) => [
    foreignKey({ name: "onboarding_of_customer", columns: [t.customerId], foreignColumns: [customers.id] }),
    index("onboarding_invited").on(t.invitedAt),
    ownerSees(),
  ],
);

/** Customers by the day (UTC) of their invitation, the last step that they reached, and the hours until they were connected. */
export const onboardingDaily = pgTable(
  "onboarding_daily",
  {
    day: date("day").notNull(),
    step: text("step").notNull(),
    /** 0 to 2160 for `connected`, otherwise -1. */
    hours: smallint("hours").notNull(),
    customers: integer("customers").notNull(),
  },
  (t) => [
    primaryKey({ name: "onboarding_daily_pk", columns: [t.day, t.step, t.hours] }),
    check("onboarding_daily_step", sql`step in ('invited', 'accepted', 'drafted', 'submitted', 'connected')`),
    check("onboarding_daily_hours", sql`hours between -1 and 2160 and (hours >= 0) = (step = 'connected')`),
    check("onboarding_daily_counts", sql`customers > 0`),
    ownerSees(),
    staffSees(),
  ],
);

/** Calls that were taken from the budgets of AWS STS and CloudWatch Logs, by hour (UTC) and Region. */
export const callsHourly = pgTable(
  "calls_hourly",
  {
    hour: moment("hour").notNull(),
    service: text("service").notNull(),
    region: text("region").notNull(),
    calls: bigint("calls", { mode: "number" }).notNull(),
  },
  (t) => [
    primaryKey({ name: "calls_hourly_pk", columns: [t.hour, t.service, t.region] }),
    check("calls_hourly_hour", sql`hour = date_trunc('hour', hour, 'UTC')`),
    check("calls_hourly_service", sql`service in ('sts', 'logs')`),
    check("calls_hourly_counts", sql`calls > 0`),
    ownerSees(),
    staffSees(),
  ],
);

/** How many taken calls are in `calls_hourly` already. Only functions access this table. */
export const callsCounted = pgTable(
  "calls_counted",
  { service: text("service").notNull(), region: text("region").notNull(), calls: bigint("calls", { mode: "number" }).notNull() },
  (t) => [primaryKey({ name: "calls_counted_pk", columns: [t.service, t.region] }), ownerSees()],
);
