import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { arrangeCustomer, arrangeInvitation, arrangeMember, arrangeStaff } from "#db/testing/arrange.ts";
import { arrangeConnection } from "#db/testing/arrange-proof.ts";
import { freePort } from "#db/testing/free-port.ts";
import type { CustomerId } from "#kernel/ids.ts";
import { accepted } from "#lib/connections/testing/portal.ts";
import { type PortalWithFakeClock, startPortalWithFakeClock } from "#lib/connections/testing/portal-with-fake-clock.ts";
import { findDeadLetters, retryDeadLetter } from "#lib/staff/find-failed-jobs.ts";
import { type Sandbox, startSandbox } from "#sandbox/start-sandbox.ts";

let sandbox: Sandbox;
let portal: PortalWithFakeClock;
let worker: ChildProcess | undefined;
let mailServer: Server | undefined;
/** How a mail server treats an address: refuses it for now, never answers about it, or takes its mail and never says so. */
const treatments = new Map<string, "refused" | "unanswered" | "taken-silently">();
const POLL = { interval: 100, timeout: 30_000 };

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, portalUrl: "http://localhost:3000" });
  portal = await startPortalWithFakeClock(sandbox);
});
afterEach(() => {
  worker?.kill("SIGKILL");
  mailServer?.close();
  treatments.clear();
});
afterAll(async () => {
  await portal.close();
  await sandbox.close();
});

function startWorker(smtpUrl: string): void {
  const main = fileURLToPath(import.meta.resolve("#worker/main.ts"));
  worker = spawn(process.execPath, [main], {
    env: { NODE_ENV: "test", PATH: process.env["PATH"] ?? "", ...portal.workerEnvironment, SMTP_URL: smtpUrl },
    stdio: "ignore",
  });
}

/** Passes on what a client and a mail server say to each other, except about an address that is treated otherwise. */
function passOn(client: Socket, server: Socket): void {
  let treatment: string | undefined;
  let silent = false;
  client.on("data", (said: Buffer) => {
    const to = /^RCPT TO:<([^>]+)>/.exec(said.toString())?.[1];
    if (to !== undefined) treatment = treatments.get(to);
    silent = treatment === "taken-silently" && said.toString().endsWith(".\r\n");
    if (treatment === "refused" && to !== undefined) client.write("450 not now\r\n");
    else if (treatment !== "unanswered") server.write(said);
  });
  // One command at a time: a client that may send several at once would have them all in one piece.
  server.on("data", (said: Buffer) => silent || client.write(said.toString().replace("PIPELINING", "HELP")));
}

/** Lets the sandbox's mail server answer at this port, too. */
async function mailServerAt(port: number): Promise<void> {
  const { hostname, port: real } = new URL(sandbox.smtpUrl);
  mailServer = createServer((socket) => {
    const behind = connect(Number(real), hostname);
    for (const end of [socket, behind]) end.on("error", () => undefined);
    socket.on("close", () => behind.destroy());
    behind.on("close", () => socket.destroy());
    passOn(socket, behind);
  });
  mailServer.listen(port, "127.0.0.1");
  await once(mailServer, "listening");
}

const rows = async (sql: string, values: readonly unknown[] = []) => (await portal.db.pool("admin").query(sql, [...values])).rows;

/** An invitation whose mail waits to be sent, and the ways to see what became of it. */
async function waitingMail() {
  const { customerId } = await portal.newOwner();
  const email = `${customerId}@acme.example`;
  const { id } = await arrangeInvitation(portal.db.pool("owner"), customerId, { email });
  await portal.db
    .pool("owner")
    .query("select enqueue_job('mail-invitation', $1)", [JSON.stringify({ customer: customerId, invitation: id })]);
  const jobs = `select state::text, retry_count as tries, coalesce(output, source_output)->>'word' as word from pgboss.job
    where name = $1 and data->>'invitation' = $2 order by created_on`;
  return {
    id,
    /** So often at most it is tried again. */
    triedAgain: (times: number) => rows("update pgboss.job set retry_limit = $2 where data->>'invitation' = $1", [id, times]),
    jobs: () => rows(jobs, ["mail-invitation", id]),
    deadLetters: () => rows(jobs, ["dead-letters", id]),
    mails: async () => (await mailsTo(email)).length,
  };
}

async function mailsTo(email: string): Promise<readonly { readonly messageId: string }[]> {
  return (await fetch(`${sandbox.url}/mail/messages.json?to=${email}`)).json() as Promise<[]>;
}

/** A quarantine, of which two owners are to be told; whatever fails is tried again so often at most. */
async function quarantine(tries: number) {
  const db = portal.db.pool("owner");
  await rows("update pgboss.queue set retry_limit = $1 where name = 'mail-quarantine'", [tries]);
  const customerId = await arrangeCustomer(db, { name: "Acme" });
  const [one, two] = [await ownerOf(customerId), await ownerOf(customerId)];
  await arrangeConnection(db, customerId, { name: "payments", status: "quarantined" });
  return { one, two };
}

/** An owner, and what became of their mail. */
async function ownerOf(customerId: CustomerId) {
  const email = `${randomUUID()}@acme.example`;
  const userId = await arrangeMember(portal.db.pool("owner"), customerId, { email });
  const theirs = `select state::text, retry_count as tries, output->>'word' as word from pgboss.job
    where name = 'mail-quarantine' and data->>'user' = $1 order by created_on`;
  const jobs = () => rows(theirs, [userId]);
  return { email, userId, jobs, mails: () => mailsTo(email) };
}

/** Waits until the job of an invitation or an owner waits for its next try, and lets that pause pass after `meanwhile`; answers its seconds. */
async function nextTry(ofWhom: string, meanwhile: () => Promise<unknown> = async () => undefined): Promise<number> {
  const text =
    "select extract(epoch from start_after - now()) as s from pgboss.job where state = 'retry' and $1 in (data->>'invitation', data->>'user')";
  const waits = () => rows(text, [ofWhom]);
  await expect.poll(waits, POLL).toHaveLength(1);
  const pause = (await waits())[0]?.["s"];
  await meanwhile();
  await portal.pass(`${pause} s`);
  return Number(pause);
}

/** Ends the worker without a word. A minute later the next one gives up its jobs, and tries them again in ten seconds at most. */
async function nextWorker(): Promise<void> {
  const gone = worker && once(worker, "exit");
  worker?.kill("SIGKILL");
  await gone;
  await portal.pass("1 minute");
  startWorker(sandbox.smtpUrl);
  await expect.poll(() => rows("select from pgboss.job where state = 'active'"), POLL).toEqual([]);
  await portal.pass("10 s");
}

test("a mail is tried again while the mail server is away, after pauses that double, and sent once when it is back", async () => {
  const port = await freePort();
  const mail = await waitingMail();
  startWorker(`smtp://127.0.0.1:${port}`);
  for (const [tries, least] of [5, 10, 20, 40].entries()) {
    const pause = await nextTry(mail.id, async () => tries === 3 && mailServerAt(port));
    expect(pause).toBeGreaterThanOrEqual(least);
    expect(pause).toBeLessThan(2 * least);
    await expect.poll(async () => (await mail.jobs())[0]?.["tries"], POLL).toBe(tries + 1);
  }
  await expect.poll(mail.jobs, POLL).toMatchObject([{ state: "completed", word: "sent" }]);
  expect([await mail.mails(), await mail.deadLetters()]).toEqual([1, []]);
});

test("a mail whose worker was killed while it sent is sent by the next one", async () => {
  const port = await freePort();
  const mail = await waitingMail();
  const reached = Promise.withResolvers<void>();
  mailServer = createServer((socket) => reached.resolve(void socket.on("error", () => undefined)));
  mailServer.listen(port, "127.0.0.1");
  startWorker(`smtp://127.0.0.1:${port}`);
  await reached.promise;
  expect(await mail.jobs()).toMatchObject([{ state: "active" }]);
  await nextWorker();
  await expect.poll(mail.jobs, POLL).toMatchObject([{ state: "completed", word: "sent", tries: 1 }]);
  expect(await mail.mails()).toBe(1);
});

test("a mail that failed at every try is a dead letter, which staff try anew", async () => {
  const port = await freePort();
  const mail = await waitingMail();
  await mail.triedAgain(1);
  startWorker(`smtp://127.0.0.1:${port}`);
  await nextTry(mail.id);
  await expect.poll(mail.deadLetters, POLL).toMatchObject([{ word: "esocket" }]);
  expect(await mail.jobs()).toMatchObject([{ state: "failed", tries: 1 }]);
  await mailServerAt(port);
  const operator = await arrangeStaff(portal.db.pool("owner"), { role: "operator" });
  const staff = { kind: "staff", role: "operator", userId: operator } as const;
  const [letter] = await findDeadLetters(staff);
  expect(letter?.what).toBe("Email: customer invitation");
  expect(letter?.why).toMatch(/^The connection to the mail server failed/);
  accepted(await retryDeadLetter(staff, letter?.id ?? ""));
  await expect.poll(async () => (await mail.jobs()).at(-1), POLL).toMatchObject({ state: "completed", word: "sent" });
  expect(await mail.mails()).toBe(1);
});

test("an owner whose mail is refused for now is tried again alone; the others are mailed once", async () => {
  const port = await freePort();
  const { one, two } = await quarantine(8);
  treatments.set(one.email, "refused");
  await mailServerAt(port);
  startWorker(`smtp://127.0.0.1:${port}`);
  for (const tries of [1, 2]) {
    await nextTry(one.userId);
    await expect.poll(one.jobs, POLL).toMatchObject([{ state: "retry", tries }]);
  }
  treatments.clear();
  await nextTry(one.userId);
  for (const { jobs } of [one, two]) await expect.poll(jobs, POLL).toMatchObject([{ state: "completed", word: "sent" }]);
  expect([await one.mails(), await two.mails()]).toMatchObject([[{}], [{}]]);
});

test("a worker that is killed between two owners has mailed the first, and the next one mails the second alone", async () => {
  const port = await freePort();
  const { one, two } = await quarantine(1);
  treatments.set(two.email, "unanswered");
  await mailServerAt(port);
  startWorker(`smtp://127.0.0.1:${port}`);
  await expect.poll(one.jobs, POLL).toMatchObject([{ state: "completed", word: "sent" }]);
  await expect.poll(two.jobs, POLL).toMatchObject([{ state: "active" }]);
  await nextWorker();
  await expect.poll(two.jobs, POLL).toMatchObject([{ state: "completed", word: "sent", tries: 1 }]);
  expect([await one.mails(), await two.mails()]).toMatchObject([[{}], [{}]]);
});

test("a mail that was accepted just before its worker was killed is sent again as the same message", async () => {
  const port = await freePort();
  const { one, two } = await quarantine(1);
  treatments.set(one.email, "taken-silently");
  await mailServerAt(port);
  startWorker(`smtp://127.0.0.1:${port}`);
  await expect.poll(one.mails, POLL).toHaveLength(1);
  await nextWorker();
  await expect.poll(one.jobs, POLL).toMatchObject([{ state: "completed", word: "sent", tries: 1 }]);
  const [again, first] = await one.mails();
  expect(again?.messageId).toBe(first?.messageId);
  await expect.poll(two.mails, POLL).not.toEqual([]);
  expect((await two.mails())[0]?.messageId).not.toBe(first?.messageId);
});

test("an owner whose mail failed at every try is named to staff, who try it anew for them alone", async () => {
  const port = await freePort();
  const { one, two } = await quarantine(1);
  treatments.set(one.email, "refused");
  await mailServerAt(port);
  startWorker(`smtp://127.0.0.1:${port}`);
  await nextTry(one.userId);
  const staff = { kind: "staff", role: "operator", userId: await arrangeStaff(portal.db.pool("owner"), { role: "operator" }) } as const;
  const letters = async () => (await findDeadLetters(staff)).filter(({ what }) => what === "Email: connection quarantined");
  const why = "The mail server rejected the recipient address.";
  await expect.poll(letters, POLL).toMatchObject([{ about: `${one.email}, payments, Acme`, why }]);
  treatments.clear();
  accepted(await retryDeadLetter(staff, (await letters())[0]?.id ?? ""));
  await expect.poll(async () => (await one.jobs()).at(-1), POLL).toMatchObject({ state: "completed", word: "sent" });
  await expect.poll(two.jobs, POLL).toMatchObject([{ state: "completed", word: "sent" }]);
  expect([await one.mails(), await two.mails(), await letters()]).toMatchObject([[{}], [{}], []]);
});
