import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createTransport } from "nodemailer";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Mailbox, startMailbox } from "./mailbox.ts";
import { mailboxRoutes } from "./mailbox-routes.ts";

let mailbox: Mailbox;
let base: string;
const server = createServer((req, res) => void mailboxRoutes(mailbox)(req, res, new URL(req.url ?? "/", "http://localhost")));

beforeAll(async () => {
  mailbox = await startMailbox({ smtpPort: 0 });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

beforeEach(() => mailbox.clear());

afterAll(async () => {
  server.close();
  await mailbox.close();
});

async function send(mail: { to: string; subject?: string; text?: string; html?: string }): Promise<void> {
  await createTransport(mailbox.smtpUrl).sendMail({ from: "Portal <portal@partner.example>", ...mail });
}

const page = async (path: string) => {
  const response = await fetch(base + path);
  return { status: response.status, body: await response.text(), policy: response.headers.get("content-security-policy") ?? "" };
};

test("HTML in an email is shown as text", async () => {
  await send({
    to: "owner@acme.example",
    subject: "<script>alert(1)</script>",
    text: `<img src=x onerror=alert(1)> http://a.example/"onclick="x`,
  });
  const [message] = mailbox.messages();
  const one = await page(`/mail/${message?.id}`);
  expect(one.body).not.toMatch(/<script>alert|<img|"onclick/);
  expect((await page("/mail")).body).not.toContain("<script>alert");
  expect(one.policy).toContain("default-src 'none'");
});

test("an unknown email is not found", async () => {
  expect((await page("/mail/99999")).status).toBe(404);
});

test("a URL in an email is a link, without the period after it", async () => {
  await send({ to: "owner@acme.example", subject: "Invitation", text: "Open http://localhost:3000/invitations/a_b-c?x=1&y=2.\nBye" });
  const [message] = mailbox.messages();
  expect((await page(`/mail/${message?.id}`)).body).toContain(
    '<a href="http://localhost:3000/invitations/a_b-c?x=1&amp;y=2" rel="noreferrer">',
  );
});

test("emails can be filtered by address, newest first, and deleted", async () => {
  await send({ to: "Owner@Acme.example", subject: "one", text: "äöü" });
  await send({ to: "owner@globex.example", subject: "two", text: "x" });
  await send({ to: "owner@acme.example", subject: "three", text: "y" });
  const found = await fetch(`${base}/mail/messages.json?to=owner@acme.example`).then((response) => response.json());
  expect(found).toMatchObject([
    { subject: "three", to: ["owner@acme.example"], from: "portal@partner.example", text: "y" },
    { subject: "one", text: "äöü" },
  ]);
  expect((await fetch(`${base}/mail/messages.json`, { method: "DELETE" })).status).toBe(204);
  expect(mailbox.messages()).toEqual([]);
});

test("the mailbox keeps the newest 200 emails", async () => {
  const transport = createTransport({ url: mailbox.smtpUrl, pool: true });
  for (let sent = 1; sent <= 203; sent++)
    await transport.sendMail({ from: "a@b.example", to: "c@d.example", subject: String(sent), text: "x" });
  transport.close();
  const subjects = mailbox.messages().map(({ subject }) => subject);
  expect([subjects.length, subjects[0], subjects.at(-1)]).toEqual([200, "203", "4"]);
});
