import { sql } from "drizzle-orm";
import { pgTable, text, uuid } from "drizzle-orm/pg-core";
import { z } from "zod";
import { createBatcher } from "#db/create-batcher.ts";
import type { Transaction } from "#db/in-transaction.ts";
import { poolOf } from "#db/pools.ts";
import { moment } from "#db/schema/columns.ts";
import { CustomerId, UserId } from "#kernel/ids.ts";
import type { EmailAddress } from "#kernel/people/email-address.ts";
import type { SignInLinkHash } from "#kernel/people/sign-in-link.ts";

const AddressRow = z.object({ known: z.boolean(), of_staff: z.boolean() });

export interface SignInAddress {
  /** Of a member, of staff, or of a person with an open invitation. */
  readonly known: boolean;
  readonly ofStaff: boolean;
}

/** Whether an email address may sign in, and whether it is of staff. */
export async function signInAddress(tx: Transaction, address: string): Promise<SignInAddress> {
  const { rows } = await tx.execute(sql`select is_known_address(${address}) as known, is_staff_address(${address}) as of_staff`);
  const row = AddressRow.parse(rows[0]);
  return { known: row.known, ofStaff: row.of_staff };
}

export interface NewLink {
  readonly address: EmailAddress;
  readonly id: string;
  readonly hash: SignInLinkHash;
  /** SHA-256 of the requesting browser's cookie, in hex. */
  readonly browser: string;
  readonly returnPath: string;
}

/** Stores a link and enqueues its email, also for an unknown address. Returns false if the address had three links in ten minutes. */
export async function insertLink(tx: Transaction, { address, id, hash, browser, returnPath }: NewLink): Promise<boolean> {
  const { rows } = await tx.execute<{ queued: boolean }>(
    sql`select request_link(${address}, ${id}, ${hash}, ${browser}, ${returnPath}) as queued`,
  );
  return rows[0]?.queued === true;
}

const Origin = z.enum(["same-browser", "other-browser"]).nullable();
/** Whether a valid link was requested in this browser; null for a link that is used, expired or unknown. */
export type LinkOrigin = z.infer<typeof Origin>;

export async function selectLinkOrigin(
  tx: Transaction,
  address: EmailAddress,
  hash: SignInLinkHash,
  browser: string | null,
): Promise<LinkOrigin> {
  const { rows } = await tx.execute(sql`select link_origin(${address}, ${hash}, ${browser}) as origin`);
  return Origin.parse(rows[0]?.["origin"] ?? null);
}

const UsedLink = z.object({ identifier: z.string(), expires: z.coerce.date() });

/** Uses a single-use link; null if it is not valid, or was requested in another browser and the person has not confirmed it. */
export async function consumeLink(
  tx: Transaction,
  link: { readonly address: EmailAddress; readonly hash: SignInLinkHash; readonly browser: string | null; readonly confirmed: boolean },
): Promise<z.infer<typeof UsedLink> | null> {
  const { rows } = await tx.execute(
    sql`select identifier, expires from use_link(${link.address}, ${link.hash}, ${link.browser}, ${link.confirmed})`,
  );
  return rows[0] ? UsedLink.parse(rows[0]) : null;
}

export interface LinkForMail {
  readonly email: string;
  readonly returnPath: string;
  /** The SHA-256 of the token, in hex. */
  readonly tokenHash: string;
}

/** What the email of a link needs; null if no email is sent to its address. */
export async function selectLinkForMail(tx: Transaction, linkId: string): Promise<LinkForMail | null> {
  const { rows } = await tx.execute<{ email: string; return_path: string; token_hash: string }>(
    sql`select email, return_path, token_hash from link_for_mail(${linkId})`,
  );
  return rows[0] ? { email: rows[0].email, returnPath: rows[0].return_path, tokenHash: rows[0].token_hash } : null;
}

/** Deletes expired links. Returns how many. */
export async function purgeLinks(tx: Transaction): Promise<number> {
  const { rows } = await tx.execute<{ n: string }>(sql`select delete_expired_links() as n`);
  return Number(rows[0]?.n ?? 0);
}

const Membership = z.object({ customer_id: CustomerId, name: z.string(), role: z.enum(["owner", "member"]), suspended: z.boolean() });
const SessionRow = z.object({
  user_id: UserId,
  email: z.string().nullable(),
  customer_id: CustomerId.nullable(),
  memberships: z.array(Membership),
  staff_role: z.enum(["support", "operator", "admin"]).nullable(),
});
type SessionRow = z.infer<typeof SessionRow>;

interface Lookup {
  readonly session: string;
  readonly idleMinutes: number | null;
}

const FIND = `select asked.session, s.user_id, s.email, s.customer_id, s.memberships, s.staff_role
  from unnest($1::text[]) asked(session), lateral session_of(asked.session) s`;
const USE = `select asked.session, s.user_id, s.email, s.customer_id, s.memberships, s.staff_role
  from unnest($1::text[]) asked(session), lateral use_session(asked.session, $2) s`;

/**
 * The person of a session, with all memberships and the staff role; null if it was signed out or has expired.
 * @param idleMinutes extends the session, which from now on expires after so many minutes without use; null = only look it up
 */
export async function sessionOf(session: string, idleMinutes: number | null): Promise<SessionRow | null> {
  return findInBatch({ session, idleMinutes });
}

const findInBatch = createBatcher(
  ({ idleMinutes }: Lookup) => String(idleMinutes),
  async (lookups): Promise<readonly (SessionRow | null)[]> => {
    // Extending a session locks its row, so every statement sorts its sessions. Otherwise two statements could deadlock.
    const sessions = [...new Set(lookups.map(({ session }) => session))].toSorted();
    const minutes = lookups[0]?.idleMinutes ?? null;
    const statement =
      minutes === null
        ? { name: "find_sessions", text: FIND, values: [sessions] }
        : { name: "use_sessions", text: USE, values: [sessions, minutes] };
    const { rows } = await poolOf("signin").query<{ session: string }>(statement);
    const found = new Map(rows.map((row) => [row.session, SessionRow.parse(row)]));
    return lookups.map(({ session }) => found.get(session) ?? null);
  },
);

const OwnSession = z.object({
  id: z.uuid(),
  created: z.coerce.number(),
  ends: z.coerce.number(),
  browser: z.string().nullable(),
  mine: z.boolean(),
});
export type OwnSessionRow = z.infer<typeof OwnSession>;

/** The live sessions of a session's person, newest first; times in milliseconds since 1970. */
export async function listOwnSessions(tx: Transaction, session: string): Promise<readonly OwnSessionRow[]> {
  const { rows } = await tx.execute(sql`
    select id, floor(extract(epoch from created_at) * 1000) as created, floor(extract(epoch from expires) * 1000) as ends, browser, mine
    from other_sessions(${session})`);
  return rows.map((row) => OwnSession.parse(row));
}

/** Ends one session of the same person or, with null, all but this one, and audits it. Returns how many ended. */
export async function endOtherSessions(tx: Transaction, session: string, one: string | null): Promise<number> {
  const { rows } = await tx.execute<{ n: number }>(sql`select end_other_sessions(${session}, ${one}) as n`);
  return rows[0]?.n ?? 0;
}

/** Stores a name for the browser of a session, such as "Firefox on Linux". */
export async function nameBrowser(tx: Transaction, session: string, browser: string | null): Promise<void> {
  await tx.execute(sql`select set_session_browser(${session}, ${browser})`);
}

/** Whether this identity of this issuer belongs to staff. */
export async function staffOf(tx: Transaction, issuer: string, subject: string): Promise<"enrolled" | "not-enrolled"> {
  const { rows } = await tx.execute(sql`select 1 from staff_of(${issuer}, ${subject})`);
  return rows.length > 0 ? "enrolled" : "not-enrolled";
}

/**
 * The columns of `sessions` that `sp_signin` may write: all but the chosen customer, which a function sets. Drizzle names every
 * column of a table in an INSERT, so this table leaves it out. Migrations are generated from db/schema, not from this.
 */
export const signInSessions = pgTable("sessions", {
  sessionToken: text("session_token").primaryKey(),
  userId: uuid("user_id").notNull(),
  expires: moment("expires").notNull(),
  provider: text("provider", { enum: ["oidc", "staff-oidc", "email"] }),
});
