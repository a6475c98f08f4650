import { and, eq, lt, sql } from "drizzle-orm";
import { inTransaction, type Transaction } from "#db/in-transaction.ts";
import { signInSessions as sessions } from "#db/queries/sign-in.ts";
import { accounts, users } from "#db/schema/users.ts";
import { sessionHashOf } from "./session-owner.ts";

interface Person {
  readonly id: string;
  readonly name: string | null;
  readonly email: string;
  readonly emailVerified: Date | null;
  readonly image: string | null;
}
interface Session {
  readonly sessionToken: string;
  readonly userId: string;
  readonly expires: Date;
}
interface Account {
  readonly userId: string;
  readonly type: string;
  readonly provider: string;
  readonly providerAccountId: string;
}
/** The sign-in methods: the customers' issuer, the staff's own issuer if there is one, a mailed link. */
export type SignInProvider = "oidc" | "staff-oidc" | "email";

/** Eight hours: no session lives longer, even when it is used. The database enforces the same limit. */
const LONGEST_MINUTES = 8 * 60;

const asSignIn = <T>(work: (tx: Transaction) => Promise<T>) => inTransaction({ kind: "sign-in" }, work);

type UserRow = typeof users.$inferSelect;
const personOf = (row: UserRow | undefined): Person | null => (row?.email ? { ...row, email: row.email } : null);

function made<T>(row: T | null | undefined): T {
  if (row === null || row === undefined) throw new Error("the row that was just written did not come back");
  return row;
}

const people = {
  createUser: (user: Omit<Person, "id"> | Partial<Person>) =>
    asSignIn(async (tx) => {
      const { name = null, email = "", emailVerified = null } = user;
      const rows = await tx.insert(users).values({ name, email: email.toLowerCase(), emailVerified }).returning();
      return made(personOf(rows[0]));
    }),
  getUser: (id: string) => asSignIn(async (tx) => personOf((await tx.select().from(users).where(eq(users.id, id)))[0])),
  getUserByEmail: (email: string) =>
    asSignIn(async (tx) => personOf((await tx.select().from(users).where(eq(users.email, email.toLowerCase())))[0])),
  updateUser: ({ id, name, emailVerified }: Partial<Person> & Pick<Person, "id">) =>
    asSignIn(async (tx) => {
      const set = { ...(name === undefined ? {} : { name }), ...(emailVerified === undefined ? {} : { emailVerified }) };
      return made(personOf((await tx.update(users).set(set).where(eq(users.id, id)).returning())[0]));
    }),
  getUserByAccount: ({ provider, providerAccountId }: Pick<Account, "provider" | "providerAccountId">) =>
    asSignIn(async (tx) => {
      const rows = await tx
        .select({ user: users })
        .from(accounts)
        .innerJoin(users, eq(users.id, accounts.userId))
        .where(and(eq(accounts.provider, provider), eq(accounts.providerAccountId, providerAccountId)));
      return personOf(rows[0]?.user);
    }),
  linkAccount: ({ userId, type, provider, providerAccountId }: Account) =>
    asSignIn(async (tx) => {
      await tx.insert(accounts).values({ userId, type, provider, providerAccountId });
    }),
};

const sessionColumns = { userId: sessions.userId, expires: sessions.expires };

const sessionRows = {
  /** Begins a session, which stores its sign-in method: only a session from the staff's issuer is a staff session. */
  createSession: ({ sessionToken, userId, expires, provider }: Session & { provider: SignInProvider }, idleMinutes = LONGEST_MINUTES) =>
    asSignIn(async (tx) => {
      await tx.delete(sessions).where(and(eq(sessions.userId, userId), lt(sessions.expires, sql`now()`)));
      const first = sql`least(${expires.toISOString()}::timestamptz, now() + make_interval(mins => ${idleMinutes}::int))`;
      await tx.insert(sessions).values({ sessionToken: sessionHashOf(sessionToken), userId, expires: first, provider });
      return { sessionToken, userId, expires };
    }),
  getSessionAndUser: (sessionToken: string) =>
    asSignIn(async (tx) => {
      const rows = await tx
        .select({ session: sessionColumns, user: users })
        .from(sessions)
        .innerJoin(users, eq(users.id, sessions.userId))
        .where(eq(sessions.sessionToken, sessionHashOf(sessionToken)));
      const user = personOf(rows[0]?.user);
      return rows[0] && user ? { user, session: { ...rows[0].session, sessionToken } } : null;
    }),
  updateSession: ({ sessionToken, expires }: Partial<Session> & Pick<Session, "sessionToken">) =>
    asSignIn(async (tx) => {
      if (expires === undefined) return null;
      const where = eq(sessions.sessionToken, sessionHashOf(sessionToken));
      const rows = await tx.update(sessions).set({ expires }).where(where).returning(sessionColumns);
      return rows[0] ? { ...rows[0], sessionToken } : null;
    }),
  deleteSession: (sessionToken: string) =>
    asSignIn(async (tx) => {
      await tx.delete(sessions).where(eq(sessions.sessionToken, sessionHashOf(sessionToken)));
    }),
};

/**
 * People, identities and sessions for the sign-in service, all as the database role `sp_signin`. Mailed links are
 * in `mailed-links.ts`. Each sign-in deletes the person's expired sessions.
 * Session tokens are stored as hashes and provider tokens not at all; the database adapter of Auth.js would store both.
 */
export const signInStore = { ...people, ...sessionRows };
