import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { moment, newId } from "./columns.ts";
import { customers } from "./customers.ts";
import { ownerSees, staffSees } from "./policies.ts";

const OPEN = sql`accepted_at is null and revoked_at is null`;

/** Single-use invitations for one email address to one customer, valid for a week. Only functions change this table. */
export const invitations = pgTable(
  "invitations",
  {
    id: newId().primaryKey(),
    customerId: uuid("customer_id")
      .notNull()
      .references(() => customers.id),
    email: text("email").notNull(),
    role: text("role", { enum: ["owner", "member"] }).notNull(),
    tokenHash: text("token_hash").notNull().unique(),
    createdAt: moment("created_at").notNull().defaultNow(),
    expiresAt: moment("expires_at").notNull().default(sql`now() + interval '7 days'`),
    acceptedAt: moment("accepted_at"),
    revokedAt: moment("revoked_at"),
    /** Who sent it and in which capacity, for the budget of invitations; null if a command printed the link. */
    invitedBy: uuid("invited_by"),
    invitedAs: text("invited_as", { enum: ["owner", "staff"] }),
  },
  (t) => [
    index("invitations_of_customer").on(t.customerId, t.createdAt),
    index("invitations_of_email").on(t.email),
    index("invitations_by_email").on(sql`email collate "C"`).where(OPEN),
    index("invitations_by_time").on(t.createdAt, t.customerId, t.id).where(OPEN),
    index("invitations_open").on(t.customerId, t.id).where(OPEN),
    index("invitations_of_sender").on(t.invitedBy, t.createdAt),
    check("invitation_sender", sql`coalesce(invited_as in ('owner', 'staff'), true) and (invited_by is null) = (invited_as is null)`),
    check(
      "invitation_email",
      sql`email = lower(email) and email ~ '^[^[:space:][:cntrl:],<>"@\\x3b]+@[^[:space:][:cntrl:],<>"@\\x3b]+$' and char_length(email) <= 254`,
    ),
    check("invitation_role", sql`role in ('owner', 'member')`),
    check("invitation_token_hashed", sql`token_hash ~ '^[0-9a-f]{64}$'`),
    ownerSees(),
    staffSees(),
  ],
);
