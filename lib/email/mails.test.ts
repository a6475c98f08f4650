import { randomUUID } from "node:crypto";
import { createServer } from "node:net";
import PostalMime from "postal-mime";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { arrangeCustomer, arrangeMember, arrangePerson, arrangeStaff } from "#db/testing/arrange.ts";
import { arrangeConnection } from "#db/testing/arrange-verification.ts";
import { freePort } from "#db/testing/free-port.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import { ConnectionId, CustomerId, InvitationId } from "#kernel/ids.ts";
import { invitationHashOf, newInvitationKey } from "#kernel/people/invitation-token.ts";
import { newSignInLinkKey, signInLinkHashOf } from "#kernel/people/sign-in-link.ts";
import { Secret } from "#kernel/process/secret.ts";
import { SecretValues } from "#kernel/process/secret-values.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import { mailClaim } from "./mail-claim.ts";
import { mailInvitation, mailStaffInvitation } from "./mail-invitation.ts";
import { mailQuarantine } from "./mail-quarantine.ts";
import { mailSignInLink } from "./mail-sign-in-link.ts";
import type { MailSettings } from "./send-email.ts";
import { awsIdentifiersIn } from "./testing/aws-identifiers.ts";
import { type MailServer, startMailServer } from "./testing/mail-server.ts";

interface Received {
  readonly to: readonly string[];
  readonly raw: string;
}

let database: TestDatabase;
let server: MailServer;
let settings: MailSettings;
let received: Received[] = [];
/** Addresses that the mail server rejects, with the SMTP code. */
const refusals = new Map<string, number>();

beforeAll(async () => {
  database = await createTestDatabase();
  openDatabase({ worker: new Secret(database.urls.worker) });
  server = await startMailServer((raw, to) => received.push({ to, raw }), {
    onRcptTo({ address }, _session, done) {
      const code = refusals.get(address);
      done(code === undefined ? null : Object.assign(new Error("no"), { responseCode: code }));
    },
  });
  settings = {
    appUrl: "https://portal.example",
    authSecret: new Secret("a secret that is at least thirty-two bytes"),
    authSecrets: [new Secret("a secret that is at least thirty-two bytes")],
    smtpUrl: smtp(server.url),
    mailFrom: "Sallyport <portal@partner.example>",
  };
});

beforeEach(() => {
  received = [];
  refusals.clear();
});

afterAll(async () => {
  await server.close();
  await database.drop();
});

const smtp = (...urls: string[]) => new SecretValues(() => urls);

/** The Message-IDs of the received emails, in order. */
const messageIds = () => Promise.all(received.map(async ({ raw }) => (await PostalMime.parse(raw)).messageId));

const customerOf = (id: unknown) => CustomerId.parse(id);

async function invited(email: string) {
  const staff = await arrangeStaff(database.pool("owner"), { role: "operator" });
  const key = newInvitationKey(settings.authSecret);
  const { rows } = await database
    .pool("owner")
    .query("select invite_customer($1, $2, $3, $4, $5) as id", [staff, "Müller & <Söhne>", email, key.id, key.hash]);
  return { customerId: customerOf(rows[0]?.id), invitationId: InvitationId.parse(key.id) };
}

test("a customer invited by staff gets exactly one email, whose link signs in exactly that person, once", async () => {
  const ids = await invited("owner@mueller.example");
  const { rows: jobs } = await database.pool("worker").query("select data from pgboss.job where name = 'mail-invitation'");
  expect(jobs).toEqual([{ data: { customer: ids.customerId, invitation: ids.invitationId } }]);
  expect(await mailInvitation(settings, ids)).toEqual({ kind: "sent" });
  expect(received.map(({ to }) => to)).toEqual([["owner@mueller.example"]]);
  const mail = await PostalMime.parse(received[0]?.raw ?? "");
  expect(mail.subject).toBe("Your invitation to Müller & <Söhne>");
  expect(mail.html).not.toContain("<Söhne>");
  const token = /https:\/\/portal\.example\/invitations\/([A-Za-z0-9_-]{43})\b/.exec(mail.text ?? "")?.[1] ?? "";
  const accept = async (email: string) =>
    database
      .pool("signin")
      .query("select accept_invitation($1, $2) as id", [invitationHashOf(token), await arrangePerson(database.pool("owner"), { email })]);
  await expect(accept("other@mueller.example")).rejects.toMatchObject({ code: "P0002" });
  expect((await accept("owner@mueller.example")).rows).toEqual([{ id: ids.customerId }]);
  await expect(accept("owner@mueller.example")).rejects.toMatchObject({ code: "P0002" });
  expect(await mailInvitation(settings, ids)).toEqual({ kind: "void" });
  expect(received).toHaveLength(1);
});

test("a staff invitation is mailed with the role and a link; a customer invitation is not mailed as a staff invitation, nor the reverse", async () => {
  const admin = await arrangeStaff(database.pool("owner"), { role: "admin" });
  const key = newInvitationKey(settings.authSecret);
  const invitationId = InvitationId.parse(key.id);
  await database.pool("owner").query("select invite_staff($1, $2, 'operator', $3, $4)", [admin, "new@partner.example", key.id, key.hash]);
  const members = await invited("owner@initech.example");
  expect(await mailInvitation(settings, { customerId: members.customerId, invitationId })).toEqual({ kind: "void" });
  expect(await mailStaffInvitation(settings, members)).toEqual({ kind: "void" });
  expect(await mailStaffInvitation(settings, { invitationId })).toEqual({ kind: "sent" });
  expect(received.map(({ to }) => to)).toEqual([["new@partner.example"]]);
  expect((await PostalMime.parse(received[0]?.raw ?? "")).text).toMatch(
    /with the role operator\.[\s\S]+\/invitations\/[A-Za-z0-9_-]{43}\n/,
  );
});

test("a sign-in link is mailed only to a person who may sign in by email with that address", async () => {
  const owner = database.pool("owner");
  await arrangeMember(owner, await arrangeCustomer(owner), { email: "owner@pied-piper.example" });
  await arrangeStaff(owner, { email: "staff@partner.example" });
  const request = async (email: string) => {
    const { id, hash } = newSignInLinkKey(settings.authSecret);
    await database.pool("signin").query("select request_link($1, $2, $3, $4, '/logs?x=1')", [email, id, hash, "a".repeat(64)]);
    return { linkId: id, hash };
  };
  for (const email of ["stranger@nowhere.example", "staff@partner.example"])
    expect(await mailSignInLink(settings, await request(email))).toEqual({ kind: "void" });
  const link = await request("owner@pied-piper.example");
  expect(await mailSignInLink(settings, link)).toEqual({ kind: "sent" });
  expect(received.map(({ to }) => to)).toEqual([["owner@pied-piper.example"]]);
  const mailed = new URL(
    /https:\/\/portal\.example\/sign-in\/confirm\S+/.exec((await PostalMime.parse(received[0]?.raw ?? "")).text ?? "")?.[0] ?? "",
  );
  expect(Object.fromEntries(mailed.searchParams)).toEqual({
    callbackUrl: "/logs?x=1",
    email: "owner@pied-piper.example",
    token: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(signInLinkHashOf(mailed.searchParams.get("token") ?? "")).toBe(link.hash);
  await owner.query("update verification_tokens set used_at = now() where id = $1", [link.linkId]);
  expect(await mailSignInLink(settings, link)).toEqual({ kind: "void" });
});

/** A quarantined connection and the job that mails one owner about it. */
async function quarantined(email: string) {
  const db = database.pool("owner");
  const customerId = await arrangeCustomer(db);
  const userId = await arrangeMember(db, customerId, { email });
  const { id: connectionId } = await arrangeConnection(db, customerId, { name: "payments", status: "quarantined" });
  return { customerId, connectionId, userId, event: randomUUID() };
}

test("a member, a person of another customer and a previous owner are not mailed about a quarantine", async () => {
  const notice = await quarantined("owner@globex.example");
  const db = database.pool("owner");
  const member = await arrangeMember(db, notice.customerId, { email: "member@globex.example", role: "member" });
  const { userId: stranger } = await quarantined("owner@initrode.example");
  for (const userId of [member, stranger]) expect(await mailQuarantine(settings, { ...notice, userId })).toEqual({ kind: "void" });
  await arrangeMember(db, notice.customerId, { email: "other@globex.example" });
  await db.query("delete from memberships where user_id = $1", [notice.userId]);
  expect(await mailQuarantine(settings, notice)).toEqual({ kind: "void" });
  expect(received).toEqual([]);
});

test("nobody is mailed about a connection that is not quarantined, or of another customer", async () => {
  const notice = await quarantined("owner@umbrella.example");
  const { id: sound } = await arrangeConnection(database.pool("owner"), notice.customerId);
  const { connectionId: foreign } = await quarantined("owner@stark.example");
  const absent = ConnectionId.parse("01890000-0000-7000-8000-000000000000");
  for (const connectionId of [sound, foreign, absent])
    expect(await mailQuarantine(settings, { ...notice, connectionId })).toEqual({ kind: "void" });
  expect(received).toEqual([]);
});

test("an address that the mail server rejects, temporarily or permanently, is a failed email", async () => {
  const notice = await quarantined("gone@initrode.example");
  for (const code of [450, 550]) {
    refusals.set("gone@initrode.example", code);
    expect(await mailQuarantine(settings, notice)).toEqual({ kind: "failed", code: "eenvelope" });
  }
  expect(received).toEqual([]);
});

test("an owner is mailed about a quarantine, and the email names no role, account or ID", async () => {
  const notice = await quarantined("one@acme.example");
  await arrangeMember(database.pool("owner"), notice.customerId, { email: "two@acme.example" });
  expect(await mailQuarantine(settings, notice)).toEqual({ kind: "sent" });
  expect(received.map(({ to }) => to)).toEqual([["one@acme.example"]]);
  const { text, html, subject } = await PostalMime.parse(received[0]?.raw ?? "");
  for (const part of [text, html, subject]) expect(awsIdentifiersIn(part)).toEqual([]);
  expect(text).toContain(`https://portal.example/connections/${notice.connectionId}`);
});

test("a later quarantine, or another owner, has another Message-ID; a repeated email has the same one, which reveals nothing", async () => {
  const notice = await quarantined("one@wayne.example");
  const userId = await arrangeMember(database.pool("owner"), notice.customerId, { email: "two@wayne.example" });
  for (const each of [notice, notice, { ...notice, event: randomUUID() }, { ...notice, userId }]) await mailQuarantine(settings, each);
  const [first, again, later, others] = await messageIds();
  expect(new Set([first, later, others]).size).toBe(3);
  expect(again).toBe(first);
  expect(first).toMatch(/^<[0-9a-f]{64}@portal\.example>$/);
  await mailQuarantine({ ...settings, authSecret: new Secret("another secret of at least thirty-two bytes") }, notice);
  expect((await messageIds()).at(-1)).not.toBe(first);
});

test("an invitation that is mailed again has the same Message-ID, and another invitation has another one", async () => {
  const ids = await invited("owner@cyberdyne.example");
  for (const each of [ids, ids, await invited("second@cyberdyne.example")]) await mailInvitation(settings, each);
  const [first, again, other] = await messageIds();
  expect([again, other === first]).toEqual([first, false]);
});

test("an unreachable or faulty mail server gives an error code without any content of the email", async () => {
  const ids = await invited("owner@hooli.example");
  const away = { ...settings, smtpUrl: smtp(`smtp://127.0.0.1:${await freePort()}`) };
  expect(await mailInvitation(away, ids)).toEqual({ kind: "failed", code: expect.stringMatching(/^[a-z_]+$/) });
  const nonsense = createServer((socket) => socket.end("owner@hooli.example is unwanted here\r\n"));
  const port = await freePort();
  await new Promise<void>((resolve) => nonsense.listen(port, "127.0.0.1", resolve));
  const outcome = await mailInvitation({ ...settings, smtpUrl: smtp(`smtp://127.0.0.1:${port}`) }, ids);
  expect(outcome).toEqual({ kind: "failed", code: expect.stringMatching(/^[a-z_]+$/) });
  await new Promise((resolve) => nonsense.close(resolve));
});

test("when two connections claim one role, each owner is mailed the result and nothing about the other customer", async () => {
  const { customerId, connectionId, userId, event } = await quarantined("owner@hooli.example");
  for (const outcome of ["ended", "taken", "kept", "not-taken"] as const)
    expect(await mailClaim(settings, { customerId, connectionId, userId, event }, outcome)).toEqual({ kind: "sent" });
  const emails = await Promise.all(received.map(({ raw }) => PostalMime.parse(raw)));
  expect(emails.map(({ subject }) => subject)).toEqual([
    "Action required: connection payments lost access to its role",
    "Connection payments is connected",
    "Check the trust policy of connection payments",
    "Connection payments is not connected",
  ]);
  for (const { text, html } of emails) for (const part of [text, html]) expect(awsIdentifiersIn(part)).toEqual([]);
  const absent = ConnectionId.parse("01890000-0000-7000-8000-000000000000");
  expect(await mailClaim(settings, { customerId, connectionId: absent, userId, event }, "ended")).toEqual({ kind: "void" });
});
