import { afterAll, beforeAll, expect, test } from "vitest";
import { sqlStateOf } from "#db/database-refusal.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { ownerAddressFor } from "#db/queries/email-choices.ts";
import { arrangeCustomer, arrangeMember } from "#db/testing/arrange.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { CustomerActor, MemberRole } from "#kernel/actor.ts";
import type { CustomerId } from "#kernel/ids.ts";
import { unsubscribeToken } from "#kernel/people/unsubscribe-link.ts";
import { Secret } from "#kernel/process/secret.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import { chooseEmails, EmailChoiceInput, findUnsubscribe, SessionHoursInput, unsubscribe } from "./choose-emails.ts";
import { findSettings } from "./find-settings.ts";

const SECRET = new Secret("a secret that is at least thirty-two bytes");
let database: TestDatabase;
let acme: CustomerId;
let owner: CustomerActor;
let other: CustomerActor;
let stranger: CustomerActor;

async function actorOf(customerId: CustomerId, email: string, role: MemberRole = "owner"): Promise<CustomerActor> {
  return { kind: "customer", customerId, role, userId: await arrangeMember(database.pool("owner"), customerId, { role, email }) };
}
const events = async () =>
  (
    await database
      .pool("admin")
      .query("select event, actor, attributes from audit_events where chain = $1 and event like 'emails.%' order by seq", [acme])
  ).rows;
const recipients = async (kind: string) => (await findSettings(owner)).emails.find((each) => each.kind === kind)?.firstOwners;
const addressFor = ({ customerId, userId }: CustomerActor, kind: "rotation" | "access-denied") =>
  inTransaction({ kind: "system", task: "worker" }, (tx) => ownerAddressFor(tx, customerId, userId, kind));
const tokenOf = ({ customerId, userId }: CustomerActor) => unsubscribeToken(SECRET, { customerId, userId, kind: "rotation" });

beforeAll(async () => {
  database = await createTestDatabase();
  const { app, worker, signin } = database.urls;
  openDatabase({ app: new Secret(app), worker: new Secret(worker), signin: new Secret(signin) });
  acme = await arrangeCustomer(database.pool("owner"), { name: "Acme" });
  owner = await actorOf(acme, "owner@acme.example");
  other = await actorOf(acme, "security@acme.example");
  stranger = await actorOf(await arrangeCustomer(database.pool("owner"), { name: "Globex" }), "owner@globex.example");
});
afterAll(() => database.drop());

test("security notices, invitations and unknown kinds can't be turned off", () => {
  for (const kind of ["quarantine", "security", "claim", "invitation", "", "rotation "])
    expect(EmailChoiceInput.safeParse({ kind, wanted: false }).success).toBe(false);
});

test("nobody chooses for another person, whatever the code names", async () => {
  const choose = (as: CustomerActor, customer: string, user: string) =>
    inTransaction(as, async (tx) => void (await tx.execute(`select set_email_choice('${customer}', '${user}', 'rotation', false)`))).catch(
      (error: unknown) => sqlStateOf(error),
    );
  expect(await choose(owner, acme, other.userId)).toBe("P0002");
  expect(await choose(owner, stranger.customerId, stranger.userId)).toBe("P0002");
  expect(await choose(stranger, acme, owner.userId)).toBe("P0002");
  expect(await events()).toEqual([]);
});

test("a person who turned emails off gets none of that kind, all others as before, and it is audited once", async () => {
  await chooseEmails(owner, { kind: "rotation", wanted: false });
  await chooseEmails(owner, { kind: "rotation", wanted: false });
  expect([await addressFor(owner, "rotation"), await addressFor(owner, "access-denied")]).toEqual([null, "owner@acme.example"]);
  expect(await addressFor(other, "rotation")).toBe("security@acme.example");
  expect([await recipients("rotation"), await recipients("access-denied")]).toEqual([
    ["security@acme.example"],
    ["owner@acme.example", "security@acme.example"],
  ]);
  await chooseEmails(owner, { kind: "rotation", wanted: true });
  expect(await addressFor(owner, "rotation")).toBe("owner@acme.example");
  const actor = `user:${owner.userId}`;
  expect(await events()).toEqual([
    { event: "emails.turned_off", actor, attributes: { kind: "rotation" } },
    { event: "emails.turned_on", actor, attributes: { kind: "rotation" } },
  ]);
});

test("a member who is no owner gets none of these emails", async () => {
  const member = await actorOf(acme, "member@acme.example", "member");
  expect(await addressFor(member, "access-denied")).toBeNull();
});

test("an unsubscribe link that the portal did not make finds nothing and changes nothing", async () => {
  for (const token of [
    "",
    "x",
    tokenOf(owner).slice(0, -1),
    unsubscribeToken(new Secret("another secret of thirty-two characters"), { ...owner, kind: "rotation" }),
  ]) {
    expect(await findUnsubscribe([SECRET], token)).toBeNull();
    expect(await unsubscribe([SECRET], token)).toBe(false);
  }
  expect(await addressFor(owner, "rotation")).toBe("owner@acme.example");
});

test("an unsubscribe link turns off its kind for its person, and the audit names nobody who signed in; a second time changes nothing", async () => {
  expect(await findUnsubscribe([SECRET], tokenOf(other))).toEqual({
    ...{ kind: "rotation", customerName: "Acme", email: "security@acme.example", isOwner: true, turnedOff: false },
  });
  const before = (await events()).length;
  for (let n = 0; n < 2; n++) expect(await unsubscribe([SECRET], tokenOf(other))).toBe(true);
  expect(await findUnsubscribe([SECRET], tokenOf(other))).toMatchObject({ turnedOff: true });
  expect([await addressFor(other, "rotation"), await addressFor(owner, "rotation")]).toEqual([null, "owner@acme.example"]);
  expect((await events()).slice(before)).toEqual([
    { event: "emails.turned_off", actor: "system:sign-in", attributes: { kind: "rotation", user: other.userId } },
  ]);
});

test("the link of a person who is no longer an owner says so", async () => {
  const demoted = await actorOf(acme, "demoted@acme.example");
  await database.pool("owner").query("update memberships set role = 'member' where user_id = $1", [demoted.userId]);
  expect(await findUnsubscribe([SECRET], tokenOf(demoted))).toMatchObject({ isOwner: false, turnedOff: false });
});

test("the link of a person who left the company changes nothing", async () => {
  const leaver = await actorOf(acme, "leaver@acme.example");
  await database.pool("owner").query("delete from memberships where user_id = $1", [leaver.userId]);
  const before = (await events()).length;
  expect(await findUnsubscribe([SECRET], tokenOf(leaver))).toBeNull();
  await unsubscribe([SECRET], tokenOf(leaver));
  expect((await events()).length).toBe(before);
});

test("a session length that the portal does not offer is invalid", () => {
  for (const hours of [0, 3, 24, -1, "8", null]) expect(SessionHoursInput.safeParse({ hours }).success).toBe(false);
});
