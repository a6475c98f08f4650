import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:net";
import type { Sandbox } from "@sallyport/aws-sandbox/testing";
import { afterEach, beforeAll, expect, test } from "vitest";
import { arrangeCustomer, arrangeInvitation, arrangeMember, arrangeStaff } from "#db/testing/arrange.ts";
import { arrangeConnection } from "#db/testing/arrange-verification.ts";
import { freePort } from "#db/testing/free-port.ts";
import type { CustomerId } from "#kernel/ids.ts";
import { newInvitationKey } from "#kernel/people/invitation-token.ts";
import { accepted } from "#lib/connections/testing/portal.ts";
import { portalForFile } from "#lib/connections/testing/portal-fixture.ts";
import { type PortalWithFakeClock, startPortalWithFakeClock } from "#lib/connections/testing/portal-with-fake-clock.ts";
import { findFailedJobs, retryFailedJob } from "#lib/staff/find-failed-jobs.ts";
import { inheritedVariables } from "#stack/testing/inherited-variables.ts";
import { program } from "#stack/testing/program.ts";
import { startMailProxy, type Treatments } from "./testing/mail-proxy.ts";

let programPath: string;
let sandbox: Sandbox;
let portal: PortalWithFakeClock;
let worker: ChildProcess | undefined;
let mailServer: Server | undefined;
const treatments: Treatments = new Map();
const POLL = { interval: 100 };

beforeAll(async () => {
  programPath = await program();
});
portalForFile((made) => {
  ({ sandbox, portal } = made);
}, startPortalWithFakeClock);
afterEach(() => {
  worker?.kill("SIGKILL");
  mailServer?.close();
  treatments.clear();
});

function startWorker(smtpUrl: string): void {
  worker = spawn(process.execPath, [programPath, "worker"], {
    env: { NODE_ENV: "test", ...inheritedVariables(), ...portal.workerEnvironment, SMTP_URL: smtpUrl },
    stdio: "ignore",
  });
}

async function startMailServer(port: number): Promise<void> {
  mailServer = await startMailProxy(sandbox.smtpUrl, port, treatments);
}

const rows = async (sql: string, values: readonly unknown[] = []) => (await portal.db.pool("admin").query(sql, [...values])).rows;

/** An invitation whose email was enqueued, and functions that return its jobs and emails. */
async function enqueueInvitation() {
  const { customerId } = await portal.newOwner();
  const email = `${customerId}@acme.example`;
  const { id } = await arrangeInvitation(portal.db.pool("owner"), customerId, { email, key: newInvitationKey(portal.env.authSecret) });
  await portal.db
    .pool("owner")
    .query("select enqueue_job('mail-invitation', $1)", [JSON.stringify({ customer: customerId, invitation: id })]);
  const jobs = `select state::text, retry_count as tries, coalesce(output, source_output)->>'word' as word from pgboss.job
    where name = $1 and data->>'invitation' = $2 order by created_on`;
  return {
    id,
    /** Sets the number of retries. */
    setRetries: (times: number) => rows("update pgboss.job set retry_limit = $2 where data->>'invitation' = $1", [id, times]),
    jobs: () => rows(jobs, ["mail-invitation", id]),
    failedJobs: () => rows(jobs, ["failed-jobs", id]),
    mails: async () => (await mailsTo(email)).length,
    /** What staff see of its emails. */
    records: () => rows("select kind, state, code, tries from sent_emails where email = $1 order by queued_at", [email]),
  };
}

async function mailsTo(email: string): Promise<readonly { readonly messageId: string }[]> {
  return (await fetch(`${sandbox.url}/mail/messages.json?to=${email}`)).json() as Promise<[]>;
}

/** A quarantined connection of a customer with two owners; a failed email is retried at most so many times. */
async function quarantine(tries: number) {
  const db = portal.db.pool("owner");
  await rows("update pgboss.queue set retry_limit = $1 where name = 'mail-quarantine'", [tries]);
  const customerId = await arrangeCustomer(db, { name: "Acme" });
  const [one, two] = [await ownerOf(customerId), await ownerOf(customerId)];
  await arrangeConnection(db, customerId, { name: "payments", status: "quarantined" });
  return { one, two };
}

/** An owner, and functions that return their jobs and emails. */
async function ownerOf(customerId: CustomerId) {
  const email = `${randomUUID()}@acme.example`;
  const userId = await arrangeMember(portal.db.pool("owner"), customerId, { email });
  const theirs = `select state::text, retry_count as tries, output->>'word' as word from pgboss.job
    where name = 'mail-quarantine' and data->>'user' = $1 order by created_on`;
  const jobs = () => rows(theirs, [userId]);
  return { email, userId, jobs, mails: () => mailsTo(email) };
}

/** Waits until the job of an invitation or an owner is to be retried, runs `meanwhile`, and advances the time to the retry. Returns the pause in seconds. */
async function nextRetry(ofWhom: string, meanwhile: () => Promise<unknown> = async () => undefined): Promise<number> {
  const text =
    "select extract(epoch from start_after - now()) as s from pgboss.job where state = 'retry' and $1 in (data->>'invitation', data->>'user')";
  const waits = () => rows(text, [ofWhom]);
  await expect.poll(waits, POLL).toHaveLength(1);
  const pause = (await waits())[0]?.["s"];
  await meanwhile();
  await portal.pass(`${pause} s`);
  return Number(pause);
}

/** Kills the worker and starts another one, which a minute later marks the jobs of the first as failed and retries them within ten seconds. */
async function nextWorker(): Promise<void> {
  const exited = worker && once(worker, "exit");
  worker?.kill("SIGKILL");
  await exited;
  await portal.pass("1 minute");
  startWorker(sandbox.smtpUrl);
  await expect.poll(() => rows("select from pgboss.job where state = 'active'"), POLL).toEqual([]);
  await portal.pass("10 s");
}

test("an email is retried while the mail server is down, after pauses that double, and sent once when it is up again", async () => {
  const port = await freePort();
  const mail = await enqueueInvitation();
  startWorker(`smtp://127.0.0.1:${port}`);
  for (const [tries, least] of [5, 10, 20, 40].entries()) {
    const pause = await nextRetry(mail.id, async () => tries === 3 && startMailServer(port));
    expect(pause).toBeGreaterThanOrEqual(least);
    expect(pause).toBeLessThan(2 * least);
    await expect.poll(async () => (await mail.jobs())[0]?.["tries"], POLL).toBe(tries + 1);
    if (tries === 0) expect(await mail.records()).toMatchObject([{ kind: "invitation", state: "retrying", code: "esocket" }]);
  }
  await expect.poll(mail.jobs, POLL).toMatchObject([{ state: "completed", word: "sent" }]);
  expect([await mail.mails(), await mail.failedJobs()]).toEqual([1, []]);
  expect(await mail.records()).toEqual([{ kind: "invitation", state: "sent", code: null, tries: 5 }]);
});

test("an email whose worker was killed while sending is sent by the next worker", async () => {
  const port = await freePort();
  const mail = await enqueueInvitation();
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

test("an email that failed at every attempt is a failed job, which staff can retry", async () => {
  const port = await freePort();
  const mail = await enqueueInvitation();
  await mail.setRetries(1);
  startWorker(`smtp://127.0.0.1:${port}`);
  await nextRetry(mail.id);
  await expect.poll(mail.failedJobs, POLL).toMatchObject([{ word: "esocket" }]);
  expect(await mail.jobs()).toMatchObject([{ state: "failed", tries: 1 }]);
  await startMailServer(port);
  const operator = await arrangeStaff(portal.db.pool("owner"), { role: "operator" });
  const staff = { kind: "staff", role: "operator", userId: operator } as const;
  const [job] = await findFailedJobs(staff);
  expect(job?.what).toBe("Email: customer invitation");
  expect(job?.why).toMatch(/^The connection to the mail server failed/);
  accepted(await retryFailedJob(staff, job?.id ?? ""));
  await expect.poll(async () => (await mail.jobs()).at(-1), POLL).toMatchObject({ state: "completed", word: "sent" });
  expect(await mail.mails()).toBe(1);
  // The retried job is another one, so the failure stays on record.
  expect(await mail.records()).toMatchObject([{ state: "failed", code: "esocket" }, { state: "sent" }]);
});

test("only the email of an owner that is rejected temporarily is retried; the others are sent once", async () => {
  const port = await freePort();
  const { one, two } = await quarantine(8);
  treatments.set(one.email, "refused");
  await startMailServer(port);
  startWorker(`smtp://127.0.0.1:${port}`);
  for (const tries of [1, 2]) {
    await nextRetry(one.userId);
    await expect.poll(one.jobs, POLL).toMatchObject([{ state: "retry", tries }]);
  }
  treatments.clear();
  await nextRetry(one.userId);
  for (const { jobs } of [one, two]) await expect.poll(jobs, POLL).toMatchObject([{ state: "completed", word: "sent" }]);
  expect([await one.mails(), await two.mails()]).toMatchObject([[{}], [{}]]);
});

test("after a worker was killed between the emails to two owners, the next one sends only the second", async () => {
  const port = await freePort();
  const { one, two } = await quarantine(1);
  treatments.set(two.email, "unanswered");
  await startMailServer(port);
  startWorker(`smtp://127.0.0.1:${port}`);
  await expect.poll(one.jobs, POLL).toMatchObject([{ state: "completed", word: "sent" }]);
  await expect.poll(two.jobs, POLL).toMatchObject([{ state: "active" }]);
  await nextWorker();
  await expect.poll(two.jobs, POLL).toMatchObject([{ state: "completed", word: "sent", tries: 1 }]);
  expect([await one.mails(), await two.mails()]).toMatchObject([[{}], [{}]]);
});

test("an email that was accepted just before its worker was killed is sent again with the same Message-ID", async () => {
  const port = await freePort();
  const { one, two } = await quarantine(1);
  treatments.set(one.email, "taken-silently");
  await startMailServer(port);
  startWorker(`smtp://127.0.0.1:${port}`);
  await expect.poll(one.mails, POLL).toHaveLength(1);
  await nextWorker();
  await expect.poll(one.jobs, POLL).toMatchObject([{ state: "completed", word: "sent", tries: 1 }]);
  const [again, first] = await one.mails();
  expect(again?.messageId).toBe(first?.messageId);
  await expect.poll(two.mails, POLL).not.toEqual([]);
  expect((await two.mails())[0]?.messageId).not.toBe(first?.messageId);
});

test("a failed job names the owner whose email failed, and staff can retry only that one", async () => {
  const port = await freePort();
  const { one, two } = await quarantine(1);
  treatments.set(one.email, "refused");
  await startMailServer(port);
  startWorker(`smtp://127.0.0.1:${port}`);
  await nextRetry(one.userId);
  const staff = { kind: "staff", role: "operator", userId: await arrangeStaff(portal.db.pool("owner"), { role: "operator" }) } as const;
  const failed = async () => (await findFailedJobs(staff)).filter(({ what }) => what === "Email: connection quarantined");
  const why = "The mail server rejected the recipient address.";
  await expect.poll(failed, POLL).toMatchObject([{ about: `${one.email}, payments, Acme`, why }]);
  treatments.clear();
  accepted(await retryFailedJob(staff, (await failed())[0]?.id ?? ""));
  await expect.poll(async () => (await one.jobs()).at(-1), POLL).toMatchObject({ state: "completed", word: "sent" });
  await expect.poll(two.jobs, POLL).toMatchObject([{ state: "completed", word: "sent" }]);
  expect([await one.mails(), await two.mails(), await failed()]).toMatchObject([[{}], [{}], []]);
});
