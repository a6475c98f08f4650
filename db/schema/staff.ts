import { sql } from "drizzle-orm";
import { boolean, check, foreignKey, index, integer, pgPolicy, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { moment, newId } from "./columns.ts";
import { ownerSees, spStaff } from "./policies.ts";
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

/** Views of the lists of staff that a person saved. Only functions write this table. */
export const staffViews = pgTable(
  "staff_views",
  {
    id: newId().primaryKey(),
    /** Who saved it first. */
    userId: uuid("user_id").notNull(),
    /** The name of the list, such as `connections`. */
    list: text("list").notNull(),
    name: text("name").notNull(),
    /** The query of the list's address. */
    params: text("params").notNull(),
    /** Whether all staff see it. */
    shared: boolean("shared").notNull(),
    /** Counts changes, so that nobody overwrites what a colleague has changed in the meantime. */
    revision: integer("revision").notNull().default(1),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (t) => [
    foreignKey({ name: "staff_view_of_person", columns: [t.userId], foreignColumns: [users.id] }),
    uniqueIndex("staff_view_named_once").on(t.list, sql`lower(name)`).where(sql`shared`),
    uniqueIndex("staff_own_view_named_once").on(t.userId, t.list, sql`lower(name)`).where(sql`not shared`),
    check("staff_view_list", sql`list ~ '^[a-z]{1,20}$'`),
    check("staff_view_name", sql`char_length(name) between 1 and 40 and name !~ '[[:cntrl:]]'`),
    check("staff_view_params", sql`char_length(params) <= 2000 and params ~ '^[A-Za-z0-9%+&=,.:_*~-]*$'`),
    ownerSees(),
    pgPolicy("staff", {
      for: "select",
      to: spStaff,
      using: sql`shared or user_id = (select nullif(current_setting('app.user_id', true), '')::uuid)`,
    }),
  ],
);
