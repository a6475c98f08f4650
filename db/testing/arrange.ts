import { createHash, randomBytes, randomUUID } from "node:crypto";
import type pg from "pg";
import type { MemberRole, StaffRole } from "#kernel/actor.ts";
import { ConnectionId, CustomerId, UserId } from "#kernel/ids.ts";

/** Runs SQL as the owner: `database.pool("owner")`, or a client. */
export type AsOwner = Pick<pg.Pool, "query">;

async function one<Row extends pg.QueryResultRow>(db: AsOwner, text: string, values: unknown[]): Promise<Row> {
  const { rows } = await db.query<Row>(text, values);
  const [row] = rows;
  if (row === undefined) throw new Error(`nothing came back from: ${text}`);
  return row;
}

/** A customer, by default with a random name. */
export async function arrangeCustomer(db: AsOwner, customer: { name?: string; suspended?: boolean } = {}): Promise<CustomerId> {
  const name = customer.name ?? `Customer ${randomBytes(3).toString("hex")}`;
  const text = "insert into customers (name, suspended_at) values ($1, case when $2 then now() end) returning id";
  return CustomerId.parse((await one<{ id: string }>(db, text, [name, customer.suspended ?? false])).id);
}

/** A person who is neither a member of a customer nor staff. */
export async function arrangePerson(db: AsOwner, person: { email?: string; name?: string } = {}): Promise<UserId> {
  const email = person.email ?? `person-${randomBytes(4).toString("hex")}@example.com`;
  const text =
    "insert into users (name, email, email_verified) values ($1, $2, now()) on conflict (email) do update set name = excluded.name returning id";
  return UserId.parse((await one<{ id: string }>(db, text, [person.name ?? email.split("@")[0], email])).id);
}

/** A member of a customer: a new person unless `userId` or the email address belongs to an existing one. */
export async function arrangeMember(
  db: AsOwner,
  customerId: CustomerId,
  member: { role?: MemberRole; email?: string; name?: string; userId?: UserId } = {},
): Promise<UserId> {
  const userId = member.userId ?? (await arrangePerson(db, member));
  await db.query("insert into memberships (customer_id, user_id, role) values ($1, $2, $3)", [customerId, userId, member.role ?? "owner"]);
  return userId;
}

/** A member of staff, with an identity at the issuer. */
export async function arrangeStaff(
  db: AsOwner,
  staff: { role?: StaffRole; email?: string; name?: string; issuer?: string; subject?: string } = {},
): Promise<UserId> {
  const userId = await arrangePerson(db, staff);
  const subject = staff.subject ?? `subject-${userId}`;
  await db.query("insert into accounts (user_id, type, provider, provider_account_id) values ($1, 'oauth', 'oidc', $2)", [userId, subject]);
  const issuer = staff.issuer ?? "https://issuer.example";
  await db.query("insert into staff (issuer, subject, user_id, role) values ($1, $2, $3, $4)", [
    issuer,
    subject,
    userId,
    staff.role ?? "admin",
  ]);
  return userId;
}

/** A session, by default of the provider that `arrangeStaff` uses too. `token` is the value of the cookie, `hash` its SHA-256 in the table. */
export async function arrangeSession(
  db: AsOwner,
  userId: UserId,
  session: { customerId?: CustomerId; expired?: boolean; provider?: "oidc" | "staff-oidc" | "email" | null } = {},
): Promise<{ token: string; hash: string }> {
  const token = randomBytes(32).toString("base64url");
  const hash = sha256(token);
  const text =
    "insert into sessions (session_token, user_id, expires, customer_id, provider) values ($1, $2, now() + $3::interval, $4, $5)";
  const provider = session.provider === undefined ? "oidc" : session.provider;
  await db.query(text, [hash, userId, session.expired === true ? "-1 second" : "8 hours", session.customerId ?? null, provider]);
  return { token, hash };
}

/** An open invitation of a customer, with the token of its link, unless `key` says what its ID and its hash are. */
export async function arrangeInvitation(
  db: AsOwner,
  customerId: CustomerId,
  invitation: { email: string; role?: MemberRole; key?: { readonly id: string; readonly hash: string } },
): Promise<{ id: string; token: string; hash: string }> {
  const token = randomBytes(32).toString("base64url");
  const { id: wanted, hash } = invitation.key ?? { id: randomUUID(), hash: sha256(token) };
  const text = "insert into invitations (id, customer_id, email, role, token_hash) values ($5, $1, $2, $3, $4) returning id";
  const { id } = await one<{ id: string }>(db, text, [customerId, invitation.email, invitation.role ?? "member", hash, wanted]);
  return { id, token, hash };
}

/** A draft with its External ID. */
export async function arrangeDraft(
  db: AsOwner,
  customerId: CustomerId,
  draft: { name?: string; regions?: readonly string[] } = {},
): Promise<{ id: ConnectionId; externalId: string; externalIdId: string }> {
  const text = "insert into connections (customer_id, name, regions) values ($1, $2, $3) returning id, external_id_id";
  const made = await one<{ id: string; external_id_id: string }>(db, text, [
    customerId,
    draft.name ?? "Production",
    draft.regions ?? ["eu-central-1"],
  ]);
  const { value } = await one<{ value: string }>(db, "select value from external_ids where id = $1", [made.external_id_id]);
  return { id: ConnectionId.parse(made.id), externalId: value, externalIdId: made.external_id_id };
}

/** The SHA-256 of a text as 64 hex characters, also used as an arbitrary `arn_hmac`. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Arranges what happened earlier: runs these statements as superuser, without triggers and checks of keys. */
export async function arrangePast(admin: pg.Pool, ...statements: readonly string[]): Promise<void> {
  const client = await admin.connect();
  try {
    await client.query("set session_replication_role = replica");
    for (const statement of statements) await client.query(statement);
  } finally {
    client.release(true);
  }
}
