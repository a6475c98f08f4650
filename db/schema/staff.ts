import { sql } from "drizzle-orm";
import { check, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { moment, newId } from "./columns.ts";
import { ownerSees } from "./policies.ts";
import { users } from "./users.ts";

/** Members of the partner's staff, by their identity at the issuer and not by email address. */
export const staff = pgTable(
  "staff",
  {
    issuer: text("issuer").notNull(),
    subject: text("subject").notNull(),
    userId: uuid("user_id")
      .notNull()
      .unique()
      .references(() => users.id),
    role: text("role", { enum: ["support", "operator", "admin"] }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.issuer, t.subject] }), check("staff_role", sql`role in ('support', 'operator', 'admin')`), ownerSees()],
);

/** Single-use invitations to the staff. Accepting one stores the person's issuer and subject. */
export const staffInvitations = pgTable(
  "staff_invitations",
  {
    id: newId().primaryKey(),
    email: text("email").notNull(),
    role: text("role", { enum: ["support", "operator", "admin"] }).notNull(),
    tokenHash: text("token_hash").notNull().unique(),
    createdAt: moment("created_at").notNull().defaultNow(),
    expiresAt: moment("expires_at").notNull().default(sql`now() + interval '7 days'`),
    acceptedAt: moment("accepted_at"),
    revokedAt: moment("revoked_at"),
    /** Who sent it, for the budget of invitations; null if a command printed the link. */
    invitedBy: uuid("invited_by"),
  },
  (t) => [
    index("staff_invitations_of_email").on(t.email),
    index("staff_invitations_of_sender").on(t.invitedBy, t.createdAt),
    check(
      "staff_invitation_email",
      sql`email = lower(email) and email ~ '^[^[:space:][:cntrl:],<>"@\\x3b]+@[^[:space:][:cntrl:],<>"@\\x3b]+$' and char_length(email) <= 254`,
    ),
    check("staff_invitation_role", sql`role in ('support', 'operator', 'admin')`),
    check("staff_invitation_token_hashed", sql`token_hash ~ '^[0-9a-f]{64}$'`),
    ownerSees(),
  ],
);
