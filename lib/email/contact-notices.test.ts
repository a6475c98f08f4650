import PostalMime from "postal-mime";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { arrangeCustomer, arrangeMember } from "#db/testing/arrange.ts";
import { arrangeConnection } from "#db/testing/arrange-verification.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { ConnectionId, ContactId, type CustomerId } from "#kernel/ids.ts";
import { EmailAddress } from "#kernel/people/email-address.ts";
import { Secret } from "#kernel/process/secret.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import {
  addSecurityContact,
  findSecurityContacts,
  purgeUnconfirmedContacts,
  removeSecurityContact,
} from "#lib/customers/security-contacts.ts";
import { confirmContact, contactPageView } from "#lib/sign-in/confirm-contact.ts";
import { mailClaim } from "./mail-claim.ts";
import { mailContactConfirmation } from "./mail-contact-confirmation.ts";
import { mailQuarantine } from "./mail-quarantine.ts";
import { splitAmongOwners } from "./split-among-owners.ts";
import { awsIdentifiersIn } from "./testing/aws-identifiers.ts";
import { keepEmails } from "./testing/keep-emails.ts";

const ADDRESS = EmailAddress.parse("soc@acme.example");
const EVENT = "018f0000-0000-7000-8000-0000000000e1";
const { received, settings } = keepEmails();
let database: TestDatabase;
let customerId: CustomerId;
let owner: CustomerActor;
let connectionId: ConnectionId;

beforeAll(async () => {
  database = await createTestDatabase();
  const { worker, app, signin } = database.urls;
  openDatabase({ worker: new Secret(worker), app: new Secret(app), signin: new Secret(signin) });
});
beforeEach(async () => {
  const db = database.pool("owner");
  customerId = await arrangeCustomer(db, { name: "Acme" });
  owner = { kind: "customer", customerId, userId: await arrangeMember(db, customerId), role: "owner" } as CustomerActor;
  connectionId = ConnectionId.parse((await arrangeConnection(db, customerId, { status: "quarantined" })).id);
});
afterAll(() => database.drop());

async function added(): Promise<ContactId> {
  expect(await addSecurityContact(owner, settings.authSecret, { email: ADDRESS })).toEqual({ ok: true, value: null });
  const [contact] = await findSecurityContacts(owner);
  return ContactId.parse(contact?.id);
}

/** Adds a contact, follows the link of its email, and confirms the address. */
async function confirmed(): Promise<ContactId> {
  const contactId = await added();
  await mailContactConfirmation(settings, { customerId, contactId });
  const { text } = await PostalMime.parse(received.pop() ?? "");
  const [, token] = /\/security-contacts\/([A-Za-z0-9_-]{43})/.exec(text ?? "") ?? [];
  expect(await contactPageView(token ?? "")).toMatchObject({ customerName: "Acme", email: ADDRESS, isConfirmed: false });
  await confirmContact(token ?? "");
  expect(await contactPageView(token ?? "")).toMatchObject({ isConfirmed: true });
  return contactId;
}

const jobs = async (text: string) => (await database.pool("admin").query(`select name, data from pgboss.job where ${text}`)).rows;

test("an address that is not confirmed, or was removed, gets no notice", async () => {
  const contactId = await added();
  const notice = { customerId, connectionId, contactId, event: EVENT };
  expect(await mailQuarantine(settings, notice)).toEqual({ kind: "void" });
  const again = await confirmed();
  await removeSecurityContact(owner, again);
  expect(await mailQuarantine(settings, { ...notice, contactId: again })).toEqual({ kind: "void" });
  expect(received).toEqual([]);
});

test("the link of a removed contact shows nothing and confirms nothing, and no second email is sent for it", async () => {
  const contactId = await added();
  await removeSecurityContact(owner, contactId);
  expect(await mailContactConfirmation(settings, { customerId, contactId })).toEqual({ kind: "void" });
  expect(await contactPageView("unknown")).toBeNull();
  await confirmContact("unknown");
});

test("a contact that nobody confirmed is deleted a week after its link expired, not before; a confirmed one stays", async () => {
  const expiredFor = (age: string) =>
    database
      .pool("admin")
      .query("update security_contacts set expires_at = now() - $1::interval, created_at = now() - interval '1 year'", [age]);
  const purged = async () => [
    await purgeUnconfirmedContacts({ kind: "system", task: "worker" }),
    (await findSecurityContacts(owner)).length,
  ];
  await added();
  await expiredFor("6 days");
  expect((await purged())[1]).toBe(1);
  await expiredFor("8 days");
  expect((await purged())[1]).toBe(0);
  await confirmed();
  await expiredFor("8 days");
  expect(await purged()).toEqual([0, 1]);
});

test("a member can't add a contact, a confirmed address can't be added twice, and ten emails in a day are the most", async () => {
  const userId = await arrangeMember(database.pool("owner"), customerId, { role: "member" });
  const member = { ...owner, userId, role: "member" } as CustomerActor;
  expect(await addSecurityContact(member, settings.authSecret, { email: ADDRESS })).toMatchObject({ ok: false, code: "not-allowed" });
  await confirmed();
  expect(await addSecurityContact(owner, settings.authSecret, { email: ADDRESS })).toMatchObject({ ok: false, code: "conflict" });
  for (let n = 1; n < 10; n++) await addSecurityContact(owner, settings.authSecret, { email: EmailAddress.parse("new@acme.example") });
  expect(await addSecurityContact(owner, settings.authSecret, { email: EmailAddress.parse("new@acme.example") })).toMatchObject({
    ...{ ok: false, code: "limited" },
  });
});

test("a confirmed contact gets the notice of a quarantine, with the reason why it gets it and without a role, account or ID", async () => {
  const contactId = await confirmed();
  expect(await mailQuarantine(settings, { customerId, connectionId, contactId, event: EVENT })).toEqual({ kind: "sent" });
  const { text, html, to } = await PostalMime.parse(received[0] ?? "");
  expect(to?.map(({ address }) => address)).toEqual([ADDRESS]);
  expect(text).toContain("an owner of your company added it to the security contacts");
  expect(text).not.toContain("turn off");
  for (const part of [text, html]) expect(awsIdentifiersIn(part)).toEqual([]);
  expect(await mailClaim(settings, { customerId, connectionId, contactId, event: EVENT }, "ended")).toEqual({ kind: "sent" });
});

test("a quarantine and a claimed role are for the contacts too, a reminder of a rotation is not; an owner among them gets one email", async () => {
  const contactId = await confirmed();
  const person = await arrangeMember(database.pool("owner"), customerId, { email: ADDRESS, role: "member" });
  const ids = JSON.stringify({ customer: customerId, connection: connectionId });
  const notices = async (queue: string, more = "{}") => {
    const { rows } = await database.pool("owner").query("select enqueue_job($1, $2::jsonb || $3::jsonb) as id", [queue, ids, more]);
    await splitAmongOwners(queue, rows[0]?.id);
    return (await jobs(`name = 'mail-contact' and data->>'event' = '${rows[0]?.id}'`)).map(({ data }) => [data.contact, data.notice]);
  };
  expect(await notices("mail-rotation")).toEqual([]);
  expect(await notices("mail-claim", '{"outcome": "taken"}')).toEqual([]);
  expect(await notices("mail-claim", '{"outcome": "kept"}')).toEqual([[contactId, "claim"]]);
  expect(await notices("mail-quarantine")).toEqual([[contactId, "quarantine"]]);
  await database.pool("owner").query("update memberships set role = 'owner' where user_id = $1", [person]);
  expect(await notices("mail-quarantine")).toEqual([]);
});
