import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { moment, newId } from "./columns.ts";
import { ownerSees, staffAndWorkerSee } from "./policies.ts";

/** Alerts for staff, raised by `raise_alert`. There is one open alert for each kind and connection. */
export const alerts = pgTable(
  "alerts",
  {
    id: newId().primaryKey(),
    kind: text("kind").notNull(),
    customerId: uuid("customer_id"),
    connectionId: uuid("connection_id"),
    raisedAt: moment("raised_at").notNull().defaultNow(),
    resolvedAt: moment("resolved_at"),
  },
  (t) => [
    index("alerts_newest").on(t.raisedAt.desc().nullsFirst()),
    index("alerts_of_customer")
      .on(t.customerId, t.raisedAt.desc().nullsFirst(), t.id.desc().nullsFirst())
      .where(sql`customer_id is not null`),
    check("alert_kind", sql`kind ~ '^[a-z][a-z-]{0,39}$'`),
    ownerSees(),
    staffAndWorkerSee(),
  ],
);
