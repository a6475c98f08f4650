import { afterAll, beforeAll, expect, test } from "vitest";
import { refusalOf } from "#db/database-refusal.ts";
import { arrangeCustomer, arrangeInvitation, arrangeMember, arrangePerson, arrangeSession } from "#db/testing/arrange.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { CustomerActor, MemberRole } from "#kernel/actor.ts";
import { type CustomerId, InvitationId, type UserId } from "#kernel/ids.ts";
import { EmailAddress } from "#kernel/people/email-address.ts";
import { invitationHashOf, invitationToken } from "#kernel/people/invitation-token.ts";
import { Secret } from "#kernel/process/secret.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import { findSettings } from "./find-settings.ts";
import { inviteMember, removeMember, revokeInvitation, setMemberRole } from "./set-member-role.ts";

const SECRET = new Secret("a secret that is at least thirty-two bytes");
let database: TestDatabase;
let acme: CustomerId;
let globex: CustomerId;
let owner: CustomerActor;
let member: CustomerActor;
let stranger: CustomerActor;

function actor(customerId: CustomerId, userId: UserId, role: MemberRole): CustomerActor {
  return { kind: "customer", customerId, userId, role };
}

const invite = (who: CustomerActor, email: string, role: MemberRole = "member") =>
  inviteMember(who, SECRET, { email: EmailAddress.parse(email), role });

async function rows<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
  return (await database.pool("admin").query<Row>(text, values)).rows;
}

async function lastEvent(): Promise<unknown> {
  const [row] = await rows("select event, actor, attributes from audit_events where chain = $1 order by seq desc limit 1", [acme]);
  return row;
}

beforeAll(async () => {
  database = await createTestDatabase();
  openDatabase({ app: new Secret(database.urls.app) });
  const db = database.pool("owner");
  acme = await arrangeCustomer(db, { name: "Acme" });
  globex = await arrangeCustomer(db, { name: "Globex" });
  owner = actor(acme, await arrangeMember(db, acme, { role: "owner", email: "owner@acme.example" }), "owner");
  member = actor(acme, await arrangeMember(db, acme, { role: "member", email: "member@acme.example" }), "member");
  stranger = actor(globex, await arrangeMember(db, globex, { role: "owner", email: "owner@globex.example" }), "owner");
});

afterAll(() => database.drop());

test("a member can neither invite, withdraw nor remove, whatever role the actor claims", async () => {
  const open = await arrangeInvitation(database.pool("owner"), acme, { email: "open@acme.example" });
  for (const who of [member, { ...member, role: "owner" as const }]) {
    expect(await invite(who, "new@acme.example")).toMatchObject({ ok: false, code: "not-allowed" });
    expect(await revokeInvitation(who, InvitationId.parse(open.id))).toMatchObject({ ok: false, code: "not-allowed" });
    expect(await removeMember(who, owner.userId)).toMatchObject({ ok: false, code: "not-allowed" });
    expect(await setMemberRole(who, member.userId, "owner")).toMatchObject({ ok: false, code: "not-allowed" });
  }
});

test("an owner of another customer cannot reach any invitation or person of this customer", async () => {
  const open = await arrangeInvitation(database.pool("owner"), acme, { email: "closed@acme.example" });
  expect(await invite({ ...stranger, customerId: acme }, "spy@globex.example")).toMatchObject({ ok: false, code: "not-allowed" });
  const foreign = [
    () => revokeInvitation(stranger, InvitationId.parse(open.id)),
    () => removeMember(stranger, member.userId),
    () => setMemberRole(stranger, member.userId, "owner"),
  ];
  for (const act of foreign) {
    const error = await act().then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(refusalOf(error)?.kind).toBe("not-found");
  }
});

test("the last owner can neither be removed nor demoted, and the message says what to do", async () => {
  const refused = { ok: false, code: "conflict", message: "A company needs at least one owner. Invite another owner first." };
  expect(await removeMember(owner, owner.userId)).toEqual(refused);
  expect(await setMemberRole(owner, owner.userId, "member")).toEqual(refused);
});

test("an owner makes a member an owner and back, each audited; two owners who demote each other at once leave one", async () => {
  const other = await arrangeMember(database.pool("owner"), acme, { role: "member", email: "other@acme.example" });
  expect(await setMemberRole(owner, other, "owner")).toEqual({ ok: true, value: null });
  expect(await lastEvent()).toEqual({ event: "member.changed", actor: `user:${owner.userId}`, attributes: { user: other, role: "owner" } });
  const both = await Promise.all([
    setMemberRole(owner, other, "member"),
    setMemberRole(actor(acme, other, "owner"), owner.userId, "member"),
  ]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  const winner = both[0]?.ok === true ? owner : actor(acme, other, "owner");
  if (winner.userId !== owner.userId) await setMemberRole(winner, owner.userId, "owner");
  expect(await removeMember(owner, other)).toEqual({ ok: true, value: null });
});

test("an existing member is not invited, and the field shows the reason", async () => {
  expect(await invite(owner, "member@acme.example")).toMatchObject({ ok: false, code: "conflict", fields: { email: expect.any(String) } });
});

test("an invitation is one row with the hash of its token, one mail to send and one audit row without the address", async () => {
  expect(await invite(owner, "New@Acme.example", "owner")).toEqual({ ok: true, value: null });
  const [row] = await rows<{ id: string; token_hash: string; role: string }>(
    "select id, token_hash, role from invitations where email = 'new@acme.example'",
  );
  expect(row).toMatchObject({ role: "owner", token_hash: invitationHashOf(invitationToken(SECRET, row?.id ?? "").reveal()) });
  const jobs = await rows("select name, data from pgboss.job where data->>'invitation' = $1", [row?.id]);
  expect(jobs).toEqual([{ name: "mail-invitation", data: { customer: acme, invitation: row?.id } }]);
  expect(await lastEvent()).toEqual({
    event: "member.invited",
    actor: `user:${owner.userId}`,
    attributes: { invitation: row?.id, role: "owner" },
  });
});

test("inviting an address again withdraws the older link", async () => {
  await invite(owner, "twice@acme.example");
  await invite(owner, "twice@acme.example");
  expect(await rows("select revoked_at is null as open from invitations where email = 'twice@acme.example' order by created_at")).toEqual([
    { open: false },
    { open: true },
  ]);
});

test("repeated invitations of one address are limited over time, and revoking one does not give it back", async () => {
  const email = "again@acme.example";
  for (let n = 0; n < 5; n++) {
    expect(await invite(owner, email)).toEqual({ ok: true, value: null });
    const { id } = (await findSettings(owner)).invitations.find((open) => open.email === email) ?? {};
    if (n % 2) await revokeInvitation(owner, InvitationId.parse(id));
  }
  const refused = {
    ok: false,
    code: "limited",
    message: expect.stringMatching(/sent 5 invitations in the last 24 hours\. You can send the next one at /),
  };
  expect(await invite(owner, email)).toMatchObject({ ...refused, fields: { email: expect.any(String) } });
  expect(await rows("select 1 from invitations where email = $1", [email])).toHaveLength(5);
  expect(
    await rows("select 1 from pgboss.job j join invitations i on j.data->>'invitation' = i.id::text where i.email = $1", [email]),
  ).toHaveLength(5);
  expect(await invite(stranger, email)).toEqual({ ok: true, value: null });
});

test("inviting one address many times at once sends five mails and no more", async () => {
  const answers = await Promise.all(Array.from({ length: 12 }, () => invite(owner, "crowd@acme.example")));
  expect(answers.filter(({ ok }) => ok)).toHaveLength(5);
  expect(await rows("select 1 from invitations where email = 'crowd@acme.example'")).toHaveLength(5);
});

test("all owners of a customer together send at most 100 invitations in a day, and the message says when the next is possible", async () => {
  const db = database.pool("owner");
  const busy = await arrangeCustomer(db);
  const [one, other] = [actor(busy, await arrangeMember(db, busy), "owner"), actor(busy, await arrangeMember(db, busy), "owner")];
  await db.query(
    `insert into invitations (customer_id, email, role, token_hash, invited_by, invited_as, revoked_at)
     select $1, 'n' || n || '@busy.example', 'member', encode(sha256(n::text::bytea), 'hex'), $2, 'owner', now() from generate_series(1, 99) n`,
    [busy, one.userId],
  );
  const answers = await Promise.all([invite(one, "a@busy.example"), invite(other, "b@busy.example")]);
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await invite(other, "c@busy.example")).toMatchObject({
    ok: false,
    code: "limited",
    message: expect.stringContaining("Your company has sent 100"),
  });
  await db.query(
    "update invitations set created_at = created_at - interval '24 hours' where customer_id = $1 and email = 'n1@busy.example'",
    [busy],
  );
  expect(await invite(other, "c@busy.example")).toEqual({ ok: true, value: null });
});

test("a revoked invitation does not work and is not listed; revoking it again is not found", async () => {
  await invite(owner, "gone@acme.example");
  const id = (await findSettings(owner)).invitations.find(({ email }) => email === "gone@acme.example")?.id;
  expect(await revokeInvitation(owner, InvitationId.parse(id))).toEqual({ ok: true, value: null });
  expect((await findSettings(owner)).invitations.map(({ email }) => email)).not.toContain("gone@acme.example");
  const person = await arrangePerson(database.pool("owner"), { email: "gone@acme.example" });
  const hash = invitationHashOf(invitationToken(SECRET, String(id)).reveal());
  await expect(database.pool("signin").query("select accept_invitation($1, $2)", [hash, person])).rejects.toMatchObject({ code: "P0002" });
  await expect(revokeInvitation(owner, InvitationId.parse(id))).rejects.toSatisfy((error) => refusalOf(error)?.kind === "not-found");
});

test("a removed member's session loses access to the customer immediately, and the removal is in the audit chain", async () => {
  const leaving = await arrangeMember(database.pool("owner"), acme, { role: "member", email: "leaving@acme.example" });
  const session = await arrangeSession(database.pool("owner"), leaving, { customerId: acme });
  expect(await removeMember(owner, leaving)).toEqual({ ok: true, value: null });
  expect(await rows("select customer_id from sessions where session_token = $1", [session.hash])).toEqual([{ customer_id: null }]);
  expect(await lastEvent()).toEqual({ event: "member.removed", actor: `user:${owner.userId}`, attributes: { user: leaving } });
});

test("settings show members to everyone and invitations only to owners, and mark the current person and the last owner", async () => {
  const asOwner = await findSettings(owner);
  expect(asOwner).toMatchObject({ customerName: "Acme", mayAct: true });
  expect(asOwner.members).toMatchObject([
    { email: "owner@acme.example", isSelf: true, isLastOwner: true },
    { email: "member@acme.example", isSelf: false, isLastOwner: false },
  ]);
  expect(asOwner.invitations.length).toBeGreaterThan(0);
  const asMember = await findSettings(member);
  expect(asMember).toMatchObject({ mayAct: false, invitations: [] });
  expect(asMember.members).toHaveLength(2);
});

test("of 500 members a page has its own only: pages have no gap and no repetition, and a part of an address or name finds members", async () => {
  const admin = await database.pool("admin").connect();
  const { rows } = await admin.query<{ id: string }>("insert into customers (name) values ('Many') returning id");
  const customerId = rows[0]?.id as CustomerActor["customerId"];
  await admin.query("set session_replication_role = replica");
  await admin.query(
    `with u as (insert into users (name, email) select 'Person ' || n, 'n' || lpad(n::text, 3, '0') || '@many.example' from generate_series(1, 500) n returning id, name)
     insert into memberships (customer_id, user_id, role, created_at) select $1, id, case when name = 'Person 7' then 'owner' else 'member' end, date_trunc('day', now()) from u`,
    [customerId],
  );
  admin.release(true);
  const { rows: owners } = await database
    .pool("owner")
    .query("select user_id as id from memberships where customer_id = $1 and role = 'owner'", [customerId]);
  const actor = { kind: "customer", customerId, userId: owners[0].id, role: "owner" } as CustomerActor;
  const page = (search: string, start: NonNullable<Parameters<typeof findSettings>[1]>["start"] = null) =>
    findSettings(actor, { search, start, limit: 40 });
  const [forth, back]: [string[], string[]] = [[], []];
  let view = await page("");
  expect(view.counts).toEqual({ members: 500, owners: 1, matching: 500, firstOwners: ["n007@many.example"] });
  for (;;) {
    expect(view.members.length).toBeLessThanOrEqual(40);
    forth.push(...view.members.map(({ email }) => email));
    if (view.next === null) break;
    view = await page("", { after: view.next });
  }
  while (view.previous !== null) {
    view = await page("", { before: view.previous });
    back.unshift(...view.members.map(({ email }) => email));
  }
  expect([forth.length, new Set(forth).size]).toEqual([500, 500]);
  expect(forth.slice(0, back.length)).toEqual(back);
  const found = await page("PERSON 7");
  expect([found.counts.matching, found.members.some(({ isLastOwner }) => isLastOwner)]).toEqual([11, true]);
  expect((await page("%")).members).toEqual([]);
});
