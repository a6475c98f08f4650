import { randomUUID } from "node:crypto";
import PostalMime from "postal-mime";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { arrangeCustomer, arrangeMember } from "#db/testing/arrange.ts";
import { arrangeConnection } from "#db/testing/arrange-verification.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import { readUnsubscribeToken } from "#kernel/people/unsubscribe-link.ts";
import { Secret } from "#kernel/process/secret.ts";
import { SecretValues } from "#kernel/process/secret-values.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import { mailAccessDenied } from "./mail-access-denied.ts";
import { mailQuarantine } from "./mail-quarantine.ts";
import { mailRotation } from "./mail-rotation.ts";
import type { MailSettings } from "./send-email.ts";
import { type MailServer, startMailServer } from "./testing/mail-server.ts";

const SECRET = new Secret("a secret that is at least thirty-two bytes");
let database: TestDatabase;
let server: MailServer;
let settings: MailSettings;
let received: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  openDatabase({ worker: new Secret(database.urls.worker) });
  server = await startMailServer((raw) => received.push(raw));
  settings = {
    ...{ appUrl: "https://portal.example", authSecret: SECRET, authSecrets: [SECRET], mailFrom: "portal@partner.example" },
    smtpUrl: new SecretValues(() => [server.url]),
  };
});
beforeEach(() => {
  received = [];
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

/** A connection with this status and the job that mails its owner about it. */
async function noticeOf(status: "connected" | "access_denied" | "quarantined") {
  const db = database.pool("owner");
  const customerId = await arrangeCustomer(db);
  const userId = await arrangeMember(db, customerId, { email: `${randomUUID()}@acme.example` });
  const { id: connectionId } = await arrangeConnection(db, customerId, { name: "payments", status });
  return { customerId, connectionId, userId, event: randomUUID() };
}
type Notice = Awaited<ReturnType<typeof noticeOf>>;

const turnOff = ({ customerId, userId }: Notice, kind: string) =>
  database.pool("owner").query("insert into email_opt_outs (customer_id, user_id, kind) values ($1, $2, $3)", [customerId, userId, kind]);
/** Begins a rotation, as its function does. */
const rotate = ({ customerId, connectionId }: Notice) =>
  database.pool("owner").query("select create_external_id($1, $2)", [customerId, connectionId]);

async function headersOf(raw: string | undefined): Promise<Readonly<Record<string, string>>> {
  const { headers } = await PostalMime.parse(raw ?? "");
  return Object.fromEntries(headers.map(({ key, value }) => [key, value]));
}

test("a security notice is sent to a person who turned off everything, and has no unsubscribe link", async () => {
  const notice = await noticeOf("quarantined");
  for (const kind of ["access-denied", "rotation", "template"]) await turnOff(notice, kind);
  expect(await mailQuarantine(settings, notice)).toEqual({ kind: "sent" });
  expect(received[0]).not.toMatch(/unsubscribe/i);
});

test("nobody is mailed about a role that can be assumed, or if they turned these emails off, left or are no owner", async () => {
  expect(await mailAccessDenied(settings, await noticeOf("connected"))).toEqual({ kind: "void" });
  const notice = await noticeOf("access_denied");
  const { userId: stranger } = await noticeOf("access_denied");
  const member = await arrangeMember(database.pool("owner"), notice.customerId, { role: "member" });
  for (const userId of [stranger, member]) expect(await mailAccessDenied(settings, { ...notice, userId })).toEqual({ kind: "void" });
  await turnOff(notice, "access-denied");
  expect(await mailAccessDenied(settings, notice)).toEqual({ kind: "void" });
  expect(received).toEqual([]);
});

test("an owner is mailed that AWS denies access, without role, account or ID, with a link that turns off exactly these emails", async () => {
  const notice = await noticeOf("access_denied");
  expect(await mailAccessDenied(settings, notice)).toEqual({ kind: "sent" });
  const { text, html, subject } = await PostalMime.parse(received[0] ?? "");
  expect(subject).toBe("Action required: AWS denies access to connection payments");
  for (const part of [text, subject])
    expect(part?.replace(/\/unsubscribe\/\S+/g, "")).not.toMatch(/arn:|AROA|\b[0-9]{12}\b|sp-[0-9a-f]{8}/);
  const token = /https:\/\/portal\.example\/unsubscribe\/(\S+)/.exec(text ?? "")?.[1] ?? "";
  expect(html).toContain(`href="https://portal.example/unsubscribe/${token}"`);
  const { customerId, userId } = notice;
  expect(readUnsubscribeToken([SECRET], token)).toEqual({ customerId, userId, kind: "access-denied" });
  const headers = await headersOf(received[0]);
  expect([headers["list-unsubscribe"], headers["list-unsubscribe-post"]]).toEqual([
    `<https://portal.example/unsubscribe/${token}/confirm>`,
    "List-Unsubscribe=One-Click",
  ]);
});

test("emails about a rotation can be turned off", async () => {
  const notice = await noticeOf("connected");
  await rotate(notice);
  expect(await mailRotation(settings, notice, "progress")).toEqual({ kind: "sent" });
  expect((await headersOf(received[0]))["list-unsubscribe"]).toContain("~rotation~");
  await turnOff(notice, "rotation");
  expect(await mailRotation(settings, notice, "progress")).toEqual({ kind: "void" });
  expect(received).toHaveLength(1);
});

test("the owners' email is queued by the statement that stores the denial, once for each denial", async () => {
  const { customerId, connectionId } = await noticeOf("connected");
  const jobs = "select data from pgboss.job where name = 'mail-access-denied' and data->>'connection' = $1";
  const set = (status: string) =>
    database
      .pool("owner")
      .query("update connections set status = $3 where customer_id = $1 and id = $2", [customerId, connectionId, status]);
  await set("expired");
  expect((await database.pool("worker").query(jobs, [connectionId])).rows).toEqual([]);
  await set("access_denied");
  await database.pool("owner").query("update connections set reason = reason where id = $1", [connectionId]);
  expect((await database.pool("worker").query(jobs, [connectionId])).rows).toEqual([
    { data: { customer: customerId, connection: connectionId } },
  ]);
});
