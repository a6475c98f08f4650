import { afterAll, beforeAll, expect, test } from "vitest";
import { refusalOf } from "#db/database-refusal.ts";
import { arrangeCustomer, arrangeDraft, arrangeSession, arrangeStaff } from "#db/testing/arrange.ts";
import { arrangeConnection } from "#db/testing/arrange-verification.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { StaffActor, StaffRole } from "#kernel/actor.ts";
import { ConnectionId, CustomerId, InvitationId, UserId } from "#kernel/ids.ts";
import { CustomerName } from "#kernel/people/customer-name.ts";
import { EmailAddress } from "#kernel/people/email-address.ts";
import { invitationHashOf, invitationToken } from "#kernel/people/invitation-token.ts";
import { Secret } from "#kernel/process/secret.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import { retryFailedJob } from "./find-failed-jobs.ts";
import { inviteCustomer, inviteOwner, inviteStaff } from "./invite-customer.ts";
import { requestRotations, requestRun } from "./request-rotations.ts";
import { findStaff, removeStaff, revokeStaffInvitation, setStaffRole } from "./set-staff-role.ts";
import { resumeCustomer, suspendCustomer } from "./suspend-customer.ts";

const SECRET = new Secret("a secret that is at least thirty-two bytes");
const ABSENT = "01890000-0000-7000-8000-000000000000";
const DONE = { ok: true, value: null };
let database: TestDatabase;
let acme: CustomerId;
const staff = {} as Record<StaffRole, StaffActor>;

async function rows<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
  return (await database.pool("admin").query<Row>(text, values)).rows;
}

const events = (chain: string, count: number) =>
  rows("select event, actor, attributes from audit_events where chain = $1 order by seq desc limit $2", [chain, count]);
const customer = { name: CustomerName.parse("Initech"), email: EmailAddress.parse("owner@initech.example") };
const colleague = (email: string, role: StaffRole = "support") => ({ email: EmailAddress.parse(email), role });

async function notFound(act: Promise<unknown>): Promise<void> {
  await expect(act).rejects.toSatisfy((error) => refusalOf(error)?.kind === "not-found");
}

beforeAll(async () => {
  database = await createTestDatabase();
  openDatabase({ staff: new Secret(database.urls.staff) });
  const db = database.pool("owner");
  for (const role of ["support", "operator", "admin"] as const)
    staff[role] = { kind: "staff", role, userId: await arrangeStaff(db, { role, email: `${role}@partner.example` }) };
  acme = await arrangeCustomer(db, { name: "Acme" });
});

afterAll(() => database.drop());

test("support can neither invite, suspend nor resume a customer, whatever role the actor claims", async () => {
  for (const who of [staff.support, { ...staff.support, role: "admin" as const }]) {
    expect(await inviteCustomer(who, SECRET, customer)).toMatchObject({ ok: false, code: "not-allowed" });
    expect(await suspendCustomer(who, acme, "unpaid")).toMatchObject({ ok: false, code: "not-allowed" });
    expect(await resumeCustomer(who, acme, "They paid.")).toMatchObject({ ok: false, code: "not-allowed" });
    expect(await inviteOwner(who, SECRET, acme, customer.email)).toMatchObject({ ok: false, code: "not-allowed" });
  }
  expect(await rows("select name from customers where name = 'Initech'")).toEqual([]);
});

test("support and operators can't manage the staff", async () => {
  for (const who of [staff.support, staff.operator]) {
    expect(await inviteStaff(who, SECRET, colleague("x@partner.example"))).toMatchObject({ ok: false, code: "not-allowed" });
    expect(await setStaffRole(who, staff.support.userId, "admin")).toMatchObject({ ok: false, code: "not-allowed" });
    expect(await removeStaff(who, staff.admin.userId)).toMatchObject({ ok: false, code: "not-allowed" });
    expect(await revokeStaffInvitation(who, InvitationId.parse(ABSENT))).toMatchObject({ ok: false, code: "not-allowed" });
  }
});

test("the last admin can neither be removed nor demoted: nobody changes themselves", async () => {
  const refused = { ok: false, code: "conflict", message: expect.stringContaining("Only another admin") };
  expect(await removeStaff(staff.admin, staff.admin.userId)).toMatchObject(refused);
  expect(await setStaffRole(staff.admin, staff.admin.userId, "support")).toMatchObject(refused);
});

test("a customer, connection, draft or colleague that does not exist is not found", async () => {
  const draft = await arrangeDraft(database.pool("owner"), acme);
  await notFound(suspendCustomer(staff.operator, CustomerId.parse(ABSENT), "other"));
  await notFound(requestRun(staff.operator, acme, ConnectionId.parse(ABSENT)));
  await notFound(requestRun(staff.operator, acme, draft.id));
  await notFound(setStaffRole(staff.admin, UserId.parse(ABSENT), "admin"));
  await notFound(inviteOwner(staff.operator, SECRET, CustomerId.parse(ABSENT), customer.email));
  await notFound(revokeStaffInvitation(staff.admin, InvitationId.parse(ABSENT)));
});

test("a member of staff is not invited again, and the field shows the reason", async () => {
  expect(await inviteStaff(staff.admin, SECRET, colleague("support@partner.example"))).toMatchObject({
    ok: false,
    code: "conflict",
    fields: { email: expect.any(String) },
  });
});

test("inviting a customer creates the customer, the invitation of its owner, one email and one audit row, in one transaction", async () => {
  const result = await inviteCustomer(staff.operator, SECRET, customer);
  const id = result.ok ? result.value.customerId : "";
  const [invitation] = await rows<{ id: string }>("select id from invitations where customer_id = $1 and email = $2 and role = 'owner'", [
    id,
    customer.email,
  ]);
  const jobs = await rows("select name from pgboss.job where data = $1", [{ customer: id, invitation: invitation?.id }]);
  expect(jobs).toEqual([{ name: "mail-invitation" }]);
  expect(await events(id, 2)).toEqual([
    { event: "customer.invited", actor: `staff:${staff.operator.userId}`, attributes: { customer: id, invitation: invitation?.id } },
  ]);
});

test("an operator invites another owner with one audited email, for example when the first invitation expired unused", async () => {
  expect(await inviteOwner(staff.operator, SECRET, acme, EmailAddress.parse("second@acme.example"))).toEqual(DONE);
  const [row] = await rows<{ id: string }>(
    "select id from invitations where customer_id = $1 and email = 'second@acme.example' and role = 'owner'",
    [acme],
  );
  expect(await rows("select name from pgboss.job where data->>'invitation' = $1", [row?.id])).toEqual([{ name: "mail-invitation" }]);
  expect(await events(acme, 1)).toMatchObject([
    { event: "member.invited", actor: `staff:${staff.operator.userId}`, attributes: { invitation: row?.id } },
  ]);
});

test("a staff invitation that an admin revoked does not work", async () => {
  await inviteStaff(staff.admin, SECRET, colleague("typo@partner.example", "admin"));
  const open = (await findStaff(staff.admin)).invitations.find(({ email }) => email === "typo@partner.example");
  expect(await revokeStaffInvitation(staff.admin, InvitationId.parse(open?.id))).toEqual(DONE);
  expect((await findStaff(staff.admin)).invitations).toEqual([]);
  const hash = invitationHashOf(invitationToken(SECRET, open?.id ?? "").reveal());
  expect((await database.pool("signin").query("select state from invitation_by_hash($1)", [hash])).rows).toEqual([{ state: "revoked" }]);
  expect(await events("partner", 1)).toMatchObject([{ event: "invitation.revoked", actor: `staff:${staff.admin.userId}` }]);
});

test("support can neither verify nor rotate nor retry anything, whatever role the actor claims", async () => {
  const { id } = await arrangeConnection(database.pool("owner"), acme);
  for (const who of [staff.support, { ...staff.support, role: "admin" as const }]) {
    expect(await requestRun(who, acme, id)).toMatchObject({ ok: false, code: "not-allowed" });
    const of = { customerId: acme, connectionIds: [id], reason: "other" } as const;
    expect(await requestRotations(who, of)).toMatchObject({ ok: false, code: "not-allowed" });
    expect(await retryFailedJob(who, ABSENT)).toMatchObject({ ok: false, code: "not-allowed" });
  }
  expect(await rows("select from pgboss.job where singleton_key = $1", [id])).toEqual([]);
});

test("an operator requests a run; while one waits a second is not queued, and both requests are audited", async () => {
  const { id } = await arrangeConnection(database.pool("owner"), acme);
  expect(await requestRun(staff.operator, acme, id)).toEqual(DONE);
  expect(await requestRun(staff.admin, acme, id)).toEqual(DONE);
  const jobs = await rows("select data from pgboss.job where name = 'verify' and singleton_key = $1", [id]);
  expect(jobs).toEqual([{ data: { customer: acme, connection: id, reason: "staff", user: staff.operator.userId } }]);
  expect(await events(acme, 2)).toMatchObject([
    { event: "run.requested", actor: `staff:${staff.admin.userId}`, attributes: { connection: id } },
    { event: "run.requested", actor: `staff:${staff.operator.userId}`, attributes: { connection: id } },
  ]);
});

test("an operator verifies one connection that was verified a moment ago, because its owner may have just corrected the trust policy", async () => {
  const { id } = await arrangeConnection(database.pool("owner"), acme, { status: "quarantined" });
  const [verified] = await rows<{ recently: boolean }>(
    "select verified_at > now() - interval '1 min' as recently from connections where id = $1",
    [id],
  );
  expect(verified?.recently).toBe(true);
  expect(await requestRun(staff.operator, acme, id)).toEqual(DONE);
  expect(await rows("select from pgboss.job where name = 'verify' and singleton_key = $1", [id])).toHaveLength(1);
});

test("each connection of a request has its own result: one that can't be rotated does not stop the others, and each request has its reason", async () => {
  const db = database.pool("owner");
  const draft = await arrangeDraft(db, acme);
  const disabled = await arrangeConnection(db, acme, { status: "disabled" });
  const rotating = await arrangeConnection(db, acme);
  await database.pool("owner").query("select create_external_id($1, $2)", [acme, rotating.id]);
  const first = await arrangeConnection(db, acme);
  const second = await arrangeConnection(db, acme, { status: "quarantined" });
  const other = await arrangeConnection(db, await arrangeCustomer(db));
  const connectionIds = [draft.id, disabled.id, first.id, rotating.id, other.id, second.id];
  expect(await requestRotations(staff.operator, { customerId: acme, connectionIds, reason: "policy-leaked" })).toEqual({
    ok: true,
    value: [
      { connectionId: draft.id, outcome: "no-role" },
      { connectionId: disabled.id, outcome: "no-role" },
      { connectionId: first.id, outcome: "requested" },
      { connectionId: rotating.id, outcome: "under-way" },
      { connectionId: other.id, outcome: "no-role" },
      { connectionId: second.id, outcome: "requested" },
    ],
  });
  const jobs = await rows("select data->>'connection' as id from pgboss.job where name = 'rotate' order by 1");
  expect(jobs).toEqual([{ id: first.id }, { id: second.id }].toSorted((a, b) => (a.id < b.id ? -1 : 1)));
  const by = `staff:${staff.operator.userId}`;
  expect(await events(acme, 2)).toMatchObject([
    { event: "rotation.requested", actor: by, attributes: { connection: second.id, reason: "policy-leaked" } },
    { event: "rotation.requested", actor: by, attributes: { connection: first.id, reason: "policy-leaked" } },
  ]);
});

test("an admin invites, promotes and removes colleagues; sessions end with each change and each is audited", async () => {
  const other = await arrangeStaff(database.pool("owner"), { role: "support", email: "other@partner.example" });
  await arrangeSession(database.pool("owner"), other);
  expect(await setStaffRole(staff.admin, other, "operator")).toEqual(DONE);
  expect(await rows("select 1 from sessions where user_id = $1", [other])).toEqual([]);
  expect((await findStaff(staff.admin)).people).toContainEqual(expect.objectContaining({ userId: other, role: "operator", isSelf: false }));
  expect(await removeStaff(staff.admin, other)).toEqual(DONE);
  expect((await findStaff(staff.admin)).people.map(({ userId }) => userId)).not.toContain(other);
  expect(await inviteStaff(staff.admin, SECRET, colleague("next@partner.example", "operator"))).toEqual(DONE);
  expect((await findStaff(staff.admin)).invitations).toMatchObject([{ email: "next@partner.example", role: "operator" }]);
  expect((await findStaff(staff.support)).invitations).toEqual([]);
  const by = `staff:${staff.admin.userId}`;
  expect(await events("partner", 3)).toMatchObject([
    { event: "staff.invited", actor: by },
    { event: "staff.changed", actor: by, attributes: { user: other, role: "none" } },
    { event: "staff.changed", actor: by, attributes: { user: other, role: "operator" } },
  ]);
});
