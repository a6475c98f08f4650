import { randomUUID } from "node:crypto";
import { PgBoss } from "pg-boss";
import { afterAll, beforeAll, expect, test } from "vitest";
import { refusalOf } from "#db/database-refusal.ts";
import { arrangeCustomer, arrangeInvitation, arrangeMember, arrangeStaff } from "#db/testing/arrange.ts";
import { arrangeConnection } from "#db/testing/arrange-verification.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { StaffActor, StaffRole } from "#kernel/actor.ts";
import type { CustomerId } from "#kernel/ids.ts";
import { Secret } from "#kernel/process/secret.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import { findFailedJobs, retryFailedJob, whatFailed } from "./find-failed-jobs.ts";

let database: TestDatabase;
let boss: PgBoss;
let acme: CustomerId;
const staff = {} as Record<StaffRole, StaffActor>;

beforeAll(async () => {
  database = await createTestDatabase();
  openDatabase({ staff: new Secret(database.urls.staff) });
  const db = database.pool("owner");
  for (const role of ["support", "operator", "admin"] as const)
    staff[role] = { kind: "staff", role, userId: await arrangeStaff(db, { role }) };
  acme = await arrangeCustomer(db, { name: "Acme" });
  boss = new PgBoss({
    ...{ connectionString: database.urls.worker, migrate: false, createSchema: false, schedule: false },
    ...{ reindex: false, persistQueueStats: false, supervise: false },
  });
  boss.on("error", () => undefined);
  await boss.start();
});
afterAll(async () => {
  await boss.stop({ graceful: false });
  await database.drop();
});

/** Enqueues a job that fails at its last attempt, as in the worker. */
async function failPermanently(queue: string, attributes: Record<string, string>, word?: string): Promise<void> {
  await database.pool("owner").query("select enqueue_job($1, $2)", [queue, JSON.stringify(attributes)]);
  await database.pool("admin").query("update pgboss.job set retry_limit = 0 where name = $1", [queue]);
  const [job] = await boss.fetch(queue);
  await boss.fail(queue, job?.id ?? "", word === undefined ? undefined : { word });
}

test("every kind of job has a name that staff can read", async () => {
  // The queue `failed-jobs` is where jobs of the other queues are kept when they have failed.
  const { rows } = await database.pool("owner").query("select name from pgboss.queue where name <> 'failed-jobs'");
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.map(({ name }) => name).filter((name) => whatFailed(name) === undefined)).toEqual([]);
});

test("staff see a customer's email that could not be sent: what, to whom, when and why, without its content", async () => {
  const invitation = await arrangeInvitation(database.pool("owner"), acme, { email: "new@acme.example" });
  await failPermanently("mail-invitation", { customer: acme, invitation: invitation.id }, "econnection");
  const { id } = await arrangeConnection(database.pool("owner"), acme, { name: "Production" });
  await failPermanently("mail-quarantine", { customer: acme, connection: id });
  const jobs = await findFailedJobs(staff.support);
  expect(jobs).toMatchObject([
    {
      ...{ what: "Email: connection quarantined", about: "owners of Production, Acme", customerId: acme },
      why: "The worker stopped before the job finished, at every attempt.",
    },
    {
      ...{ what: "Email: customer invitation", about: "new@acme.example, Acme", customerId: acme },
      why: "The mail server can’t be reached.",
    },
  ]);
  expect(jobs.every(({ failedAt, beganAt }) => beganAt !== null && beganAt <= failedAt)).toBe(true);
});

test("a failed job of a later version is named like the job", async () => {
  await database.pool("admin").query(`select pgboss.create_queue('rotate.2', '{"policy": "standard"}')`);
  await database.pool("admin").query("update pgboss.queue set dead_letter = 'failed-jobs' where name = 'rotate.2'");
  await failPermanently("rotate.2", { customer: acme });
  expect((await findFailedJobs(staff.support))[0]).toMatchObject({ what: "Rotation requested by staff", about: "Acme" });
});

test("a failed email to one owner names that owner; a failed verification names nobody, although the job has the ID of the requester", async () => {
  const db = database.pool("owner");
  const user = await arrangeMember(db, acme, { email: "two@acme.example" });
  const { id: connection } = await arrangeConnection(db, acme, { name: "Billing" });
  await failPermanently("verify", { customer: acme, connection, user: staff.operator.userId }, "busy");
  await failPermanently("mail-quarantine", { customer: acme, connection, user, event: randomUUID() }, "eenvelope");
  expect((await findFailedJobs(staff.support)).slice(0, 2)).toMatchObject([
    {
      what: "Email: connection quarantined",
      about: "two@acme.example, Billing, Acme",
      why: "The mail server rejected the recipient address.",
    },
    { what: "Verification requested by staff", about: "Billing, Acme" },
  ]);
});

test("a retried job is no longer shown, waits in its queue again, and can’t be retried twice; the retry is audited", async () => {
  const [failed] = await findFailedJobs(staff.operator);
  const id = failed?.id ?? "";
  expect(await retryFailedJob(staff.operator, id)).toEqual({ ok: true, value: null });
  await expect(retryFailedJob(staff.operator, id)).rejects.toSatisfy((error) => refusalOf(error)?.kind === "not-found");
  expect((await findFailedJobs(staff.operator)).map((each) => each.id)).not.toContain(id);
  const waiting = await database.pool("admin").query("select from pgboss.job where name = 'mail-quarantine' and state = 'created'");
  expect(waiting.rowCount).toBe(1);
  const audit = await database
    .pool("admin")
    .query("select event, actor, attributes from audit_events where chain = 'partner' order by seq desc limit 1");
  expect(audit.rows).toEqual([
    { event: "job.retried", actor: `staff:${staff.operator.userId}`, attributes: { job: id, queue: "mail-quarantine" } },
  ]);
});

test("a person who is not on the staff sees none", async () => {
  const stranger = { ...staff.support, userId: staff.admin.userId.replace(/^.{8}/, "00000000") as typeof staff.admin.userId };
  await expect(findFailedJobs(stranger)).rejects.toSatisfy((error) => refusalOf(error)?.constraint === "staff");
});
