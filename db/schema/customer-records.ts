import { sql } from "drizzle-orm";
import { check, foreignKey, index, integer, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { moment, newId } from "./columns.ts";
import { connections } from "./connections.ts";
import { customers } from "./customers.ts";
import { ownerSees, staffSees } from "./policies.ts";
import { users } from "./users.ts";

/** Words by which staff group customers, at most 20 for each. Customers never see them. */
export const customerTags = pgTable(
  "customer_tags",
  { customerId: uuid("customer_id").notNull(), tag: text("tag").notNull(), addedAt: moment("added_at").notNull().defaultNow() },
  (t) => [
    primaryKey({ name: "customer_tags_pk", columns: [t.customerId, t.tag] }),
    foreignKey({ name: "customer_tag_of_customer", columns: [t.customerId], foreignColumns: [customers.id] }),
    index("customer_tags_by_tag").on(t.tag, t.customerId),
    check("customer_tag_word", sql`tag ~ '^[a-z0-9]([a-z0-9 ._-]{0,28}[a-z0-9])?$'`),
    ownerSees(),
    staffSees(),
  ],
);

/** Notes by staff, at most 500 for each customer. Customers never see them. */
export const customerNotes = pgTable(
  "customer_notes",
  {
    customerId: uuid("customer_id").notNull(),
    id: newId(),
    /** The author; a pseudonym after the person was erased. */
    authorId: uuid("author_id").notNull(),
    note: text("note").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ name: "customer_notes_pk", columns: [t.customerId, t.id] }),
    foreignKey({ name: "customer_note_of_customer", columns: [t.customerId], foreignColumns: [customers.id] }),
    foreignKey({ name: "customer_note_author", columns: [t.authorId], foreignColumns: [users.id] }),
    index("customer_notes_newest").on(t.customerId, t.createdAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    check(
      "customer_note_text",
      sql`char_length(note) between 1 and 2000 and btrim(note, E' \\n\\t') <> '' and translate(note, E'\\n\\t', '') !~ '[[:cntrl:]]'`,
    ),
    ownerSees(),
    staffSees(),
  ],
);

/** Addresses that get the security notices of a customer besides its owners, at most 10. Only functions access this table. */
export const securityContacts = pgTable(
  "security_contacts",
  {
    customerId: uuid("customer_id").notNull(),
    id: uuid("id").notNull(),
    email: text("email").notNull(),
    /** The SHA-256 of the token of the link that confirms the address. */
    tokenHash: text("token_hash").notNull(),
    addedBy: uuid("added_by").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
    /** Until when the link works. */
    expiresAt: moment("expires_at").notNull().default(sql`now() + interval '7 days'`),
    /** Only a confirmed address gets notices. */
    confirmedAt: moment("confirmed_at"),
  },
  (t) => [
    primaryKey({ name: "security_contacts_pk", columns: [t.customerId, t.id] }),
    unique("security_contact_once").on(t.customerId, t.email),
    unique("security_contact_token").on(t.tokenHash),
    foreignKey({ name: "security_contact_of_customer", columns: [t.customerId], foreignColumns: [customers.id] }),
    index("security_contacts_of_email").on(t.email),
    check(
      "security_contact_email",
      sql`email = lower(email) and email ~ '^[^[:space:][:cntrl:],<>"@\\x3b]+@[^[:space:][:cntrl:],<>"@\\x3b]+$' and char_length(email) <= 254`,
    ),
    check("security_contact_token_hashed", sql`token_hash ~ '^[0-9a-f]{64}$'`),
    ownerSees(),
  ],
);

/** Which emails were sent for a customer, without their text: one row for each email job. Triggers on the queue write them. */
export const sentEmails = pgTable(
  "sent_emails",
  {
    customerId: uuid("customer_id").notNull(),
    /** The ID of the job. */
    id: uuid("id").notNull(),
    /** The queue without `mail-`, or the notice of an email to a contact. */
    kind: text("kind").notNull(),
    connectionId: uuid("connection_id"),
    /** The owner it was for; null for a contact or an invitation. */
    userId: uuid("user_id"),
    /** The address at that time; null after the person was erased. */
    email: text("email"),
    state: text("state", { enum: ["sent", "retrying", "failed"] }).notNull(),
    /** Why the last try failed. */
    code: text("code"),
    tries: integer("tries").notNull(),
    queuedAt: moment("queued_at").notNull(),
    endedAt: moment("ended_at").notNull(),
  },
  (t) => [
    primaryKey({ name: "sent_emails_pk", columns: [t.customerId, t.id] }),
    foreignKey({ name: "sent_email_of_customer", columns: [t.customerId], foreignColumns: [customers.id] }),
    foreignKey({
      name: "sent_email_of_connection",
      columns: [t.customerId, t.connectionId],
      foreignColumns: [connections.customerId, connections.id],
    }),
    index("sent_emails_newest").on(t.customerId, t.endedAt.desc().nullsFirst(), t.id.desc().nullsFirst()),
    index("sent_emails_of_address").on(t.email).where(sql`email is not null`),
    index("sent_emails_by_end").on(t.endedAt),
    check("sent_email_kind", sql`kind ~ '^[a-z][a-z-]{0,39}$'`),
    check("sent_email_state", sql`state in ('sent', 'retrying', 'failed') and (state = 'sent') = (code is null)`),
    check("sent_email_code", sql`code ~ '^[a-z][a-z_-]{0,39}$'`),
    check("sent_email_tries", sql`tries between 1 and 1000`),
    ownerSees(),
    staffSees(),
  ],
);
