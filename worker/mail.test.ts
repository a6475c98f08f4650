import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type Server } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { arrangeInvitation, arrangeStaff } from "#db/testing/arrange.ts";
import { freePort } from "#db/testing/free-port.ts";
import { accepted, type Portal, startPortal } from "#lib/connections/testing/portal.ts";
import { findDeadLetters } from "#lib/staff/find-dead-letters.ts";
import { retryDeadLetter } from "#lib/staff/retry-dead-letter.ts";
import { type Sandbox, startSandbox } from "#sandbox/start-sandbox.ts";

let sandbox: Sandbox;
let portal: Portal;
let worker: ChildProcess | undefined;
let mailServer: Server | undefined;
const POLL = { interval: 100, timeout: 30_000 };

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, portalUrl: "http://localhost:3000" });
  portal = await startPortal(sandbox);
});
afterEach(() => {
  worker?.kill("SIGKILL");
  mailServer?.close();
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

/** Lets the sandbox's mail server answer at this port, too. */
async function mailServerAt(port: number): Promise<void> {
  const { hostname, port: real } = new URL(sandbox.smtpUrl);
  mailServer = createServer((socket) => {
    const behind = connect(Number(real), hostname);
    for (const end of [socket, behind]) end.on("error", () => undefined);
    socket.pipe(behind).pipe(socket);
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
    /** So often it is tried again, at once: the pauses between, which double from 5 s, are pg-boss's. */
    triedAgain: (times: number) =>
      rows("update pgboss.job set retry_limit = $2, retry_delay = 0, retry_backoff = false where data->>'invitation' = $1", [id, times]),
    jobs: () => rows(jobs, ["mail-invitation", id]),
    deadLetters: () => rows(jobs, ["dead-letters", id]),
    mails: async () => ((await (await fetch(`${sandbox.url}/mail/messages.json?to=${email}`)).json()) as unknown[]).length,
  };
}

test("a mail is tried again while the mail server is away, and sent once when it is back", async () => {
  const port = await freePort();
  const mail = await waitingMail();
  await mail.triedAgain(1000);
  startWorker(`smtp://127.0.0.1:${port}`);
  await expect.poll(async () => (await mail.jobs())[0]?.["tries"], POLL).toBeGreaterThan(0);
  await mailServerAt(port);
  await expect.poll(mail.jobs, POLL).toMatchObject([{ state: "completed", word: "sent" }]);
  expect([await mail.mails(), await mail.deadLetters()]).toEqual([1, []]);
});

test("a mail whose worker was killed while it sent is sent by the next one", async () => {
  const port = await freePort();
  const mail = await waitingMail();
  await mail.triedAgain(1);
  const reached = Promise.withResolvers<void>();
  mailServer = createServer((socket) => reached.resolve(void socket.on("error", () => undefined)));
  mailServer.listen(port, "127.0.0.1");
  startWorker(`smtp://127.0.0.1:${port}`);
  await reached.promise;
  expect(await mail.jobs()).toMatchObject([{ state: "active" }]);
  const gone = worker && once(worker, "exit");
  worker?.kill("SIGKILL");
  await gone;
  await rows("update pgboss.job set heartbeat_on = now() - interval '1 min' where state = 'active'");
  startWorker(sandbox.smtpUrl);
  await expect.poll(mail.jobs, POLL).toMatchObject([{ state: "completed", word: "sent", tries: 1 }]);
  expect(await mail.mails()).toBe(1);
});

test("a mail that failed at every try is a dead letter, which staff try anew", async () => {
  const port = await freePort();
  const mail = await waitingMail();
  await mail.triedAgain(1);
  startWorker(`smtp://127.0.0.1:${port}`);
  await expect.poll(mail.deadLetters, POLL).toMatchObject([{ word: "esocket" }]);
  expect(await mail.jobs()).toMatchObject([{ state: "failed", tries: 1 }]);
  await mailServerAt(port);
  const operator = await arrangeStaff(portal.db.pool("owner"), { role: "operator" });
  const staff = { kind: "staff", role: "operator", userId: operator } as const;
  const [letter] = await findDeadLetters(staff);
  expect(letter).toMatchObject({ what: "Mail: invitation to a customer", why: expect.stringMatching(/^The mail server can't be reached/) });
  accepted(await retryDeadLetter(staff, letter?.id ?? ""));
  await expect.poll(async () => (await mail.jobs()).at(-1), POLL).toMatchObject({ state: "completed", word: "sent" });
  expect(await mail.mails()).toBe(1);
});
