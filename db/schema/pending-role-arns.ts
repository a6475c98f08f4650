import { sql } from "drizzle-orm";
import { check, foreignKey, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";
import { connections } from "./connections.ts";
import { customerSeesLive, ownerSees, workerSeesLive } from "./policies.ts";

/** Pending role ARNs, submitted and not verified yet: sealed, at most one for a connection, invisible after an hour. */
export const pendingRoleArns = pgTable(
  "pending_role_arns",
  {
    customerId: uuid("customer_id").notNull(),
    connectionId: uuid("connection_id").notNull(),
    roleArn: text("role_arn").notNull(),
    arnHmac: text("arn_hmac").notNull(),
    expiresAt: moment("expires_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.customerId, t.connectionId] }),
    foreignKey({
      name: "pending_role_arn_of_connection",
      columns: [t.customerId, t.connectionId],
      foreignColumns: [connections.customerId, connections.id],
    }),
    check("pending_role_arn_sealed", sql`role_arn !~* 'arn:' and char_length(role_arn) <= 4096`),
    check("pending_role_arn_hmac", sql`arn_hmac ~ '^[0-9a-f]{64}$'`),
    ownerSees(),
    customerSeesLive(),
    workerSeesLive(),
  ],
);
