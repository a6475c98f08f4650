import { createHash } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { inTransaction } from "#db/in-transaction.ts";
import { endOtherSessions, listOwnSessions, nameBrowser as name, sessionOf, signInSessions } from "#db/queries/sign-in.ts";
import type { CustomerActor, StaffActor } from "#kernel/actor.ts";
import type { CustomerId, UserId } from "#kernel/ids.ts";
import { NOT_FOUND, ok, type Result } from "#kernel/result.ts";
import type { OwnSessionView } from "#lib/sign-in/shared/own-sessions-view.ts";

export interface OwnCustomer {
  readonly id: CustomerId;
  readonly name: string;
}

/** The owner of a session. An outsider is signed in, but is neither a member nor staff: they may only accept an invitation. */
export type SessionOwner =
  | { readonly kind: "nobody" }
  | { readonly kind: "outsider"; readonly userId: UserId; readonly email: string }
  | { readonly kind: "staff"; readonly actor: StaffActor; readonly email: string }
  | {
      readonly kind: "customer";
      readonly actor: CustomerActor;
      readonly email: string;
      readonly customerName: string;
      readonly suspended: boolean;
      readonly customers: readonly OwnCustomer[];
    };

/**
 * Reads the owner of this session from the database on each call, so that a removed membership or session takes effect at the next request.
 * `idleMinutes`: keeps the session for that long, for a request that a person made; omit it to read without keeping the session.
 */
export async function sessionOwner(session: SessionHash, idleMinutes: number | null = null): Promise<SessionOwner> {
  const row = await sessionOf(session, idleMinutes);
  if (row === null || row.email === null) return { kind: "nobody" };
  const { user_id: userId, email } = row;
  if (row.staff_role !== null) return { kind: "staff", actor: { kind: "staff", userId, role: row.staff_role }, email };
  const chosen = row.memberships.find((membership) => membership.customer_id === row.customer_id);
  if (chosen === undefined) return { kind: "outsider", userId, email };
  return {
    kind: "customer",
    actor: { kind: "customer", customerId: chosen.customer_id, userId, role: chosen.role },
    email,
    customerName: chosen.name,
    suspended: chosen.suspended,
    customers: row.memberships.map(({ customer_id, name }) => ({ id: customer_id, name })),
  };
}

/** Identifies a session in the database: the SHA-256 of the cookie's token, in hex. The token itself is only in the cookie. */
export const SessionHash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<"SessionHash">();
export type SessionHash = z.infer<typeof SessionHash>;

export function sessionHashOf(token: string): SessionHash {
  return SessionHash.parse(createHash("sha256").update(token).digest("hex"));
}

const SIGN_IN = { kind: "sign-in" } as const;

/** The active sessions of the person of this session, newest first. */
export async function ownSessions(session: SessionHash): Promise<readonly OwnSessionView[]> {
  const rows = await inTransaction(SIGN_IN, (tx) => listOwnSessions(tx, session));
  return rows.map(({ id, browser, created, ends, mine }) => ({ id, browser, signedInAt: created, endsAt: ends, isThis: mine }));
}

/**
 * Ends one of the person's own sessions by its ID, or all but this one (`others`); audited. It takes effect at the next request and,
 * while logs are read, at the next page. Returns how many ended; another person's session is not found.
 */
export async function endOwnSessions(session: SessionHash, which: string): Promise<Result<number>> {
  const ended = await inTransaction(SIGN_IN, (tx) => endOtherSessions(tx, session, which === "others" ? null : which));
  return ended > 0 || which === "others" ? ok(ended) : NOT_FOUND;
}

/** Stores which browser began a session, in the portal's own words. */
export async function nameBrowser(session: SessionHash, words: string | null): Promise<void> {
  await inTransaction(SIGN_IN, (tx) => name(tx, session, words));
}

/** One of the person's own sessions by its ID, or all except the current one. */
export const EndSessionInput = z.strictObject({ which: z.union([z.uuid().toLowerCase(), z.literal("others")]) });

/** Ends one session. Does nothing when it has already ended. */
export async function endSession(session: SessionHash): Promise<void> {
  await inTransaction({ kind: "sign-in" }, async (tx) => {
    await tx.delete(signInSessions).where(eq(signInSessions.sessionToken, session));
  });
}

/** Switches this session to another customer of its person. @throws P0002 when they are not a member of it */
export async function chooseCustomer(session: SessionHash, customerId: CustomerId): Promise<Result<null>> {
  await inTransaction({ kind: "sign-in" }, (tx) => tx.execute(sql`select choose_customer(${session}, ${customerId})`));
  return ok(null);
}
