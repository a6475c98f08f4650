import { afterEach, expect, test } from "vitest";
import { z } from "zod";
import { readWorkerEnv, type WorkerEnv } from "#kernel/process/env.ts";
import { systemClock } from "#kernel/time/clock.ts";
import { appContextOf } from "#lib/connections/app-context.ts";
import type { Portal } from "#lib/connections/testing/portal.ts";
import { portalForFile } from "#lib/connections/testing/portal-fixture.ts";
import payloads from "./job-payloads.json" with { type: "json" };
import { type Jobs, jobsOf, jobVersion, queueOf, startJobs } from "./jobs.ts";

const POLL = { interval: 50 };
let portal: Portal;
let env: WorkerEnv;
const stops: (() => Promise<void>)[] = [];
portalForFile(async (made) => {
  ({ portal } = made);
  env = readWorkerEnv(portal.workerEnvironment);
  // What the migration of a release does that changes the payload of this job.
  await rows(`select pgboss.create_queue('mail-link.2', '{"policy": "standard", "retryLimit": 0, "notify": true}')`);
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const rows = async (sql: string, values: readonly unknown[] = []) => (await portal.db.pool("admin").query(sql, [...values])).rows;
const enqueue = async (queue: string, payload: object): Promise<string> =>
  (await rows("select enqueue_job($1, $2) as id", [queue, JSON.stringify(payload)]))[0].id;
const job = async (id: string) =>
  (await rows("select state::text, retry_count as tries, output->>'word' as word from pgboss.job where id = $1", [id]))[0];

/** Starts the jobs of a worker that understands so many versions of the payload, and returns the stop function. */
async function startWorker(versions: 1 | 2): Promise<() => Promise<void>> {
  const known = [
    jobVersion(z.object({ link: z.string() }), async () => ({ kind: "completed", word: "first" })),
    jobVersion(z.object({ link: z.string(), language: z.string() }), async ({ language }) => ({ kind: "completed", word: language })),
  ];
  const stop = await startJobs(env, { "mail-link": known.slice(0, versions) });
  stops.push(stop);
  return stop;
}

test("a worker leaves a job of a newer version alone: it stays in its queue without an attempt, while older jobs are done", async () => {
  const newer = await enqueue("mail-link.2", { link: "a", language: "de" });
  await startWorker(1);
  const older = await enqueue("mail-link", { link: "b" });
  await expect.poll(() => job(older), POLL).toEqual({ state: "completed", tries: 0, word: "first" });
  expect(await job(newer)).toEqual({ state: "created", tries: 0, word: null });
});

test("workers of two releases side by side complete the jobs of both versions, each in its own version", async () => {
  const waiting = await rows("select id from pgboss.job where state = 'created' and name = 'mail-link.2'");
  await startWorker(1);
  await startWorker(2);
  const older = await Promise.all([1, 2, 3, 4].map((n) => enqueue("mail-link", { link: String(n) })));
  const newer = await Promise.all([1, 2, 3, 4].map((n) => enqueue("mail-link.2", { link: String(n), language: "fr" })));
  for (const id of older) await expect.poll(() => job(id), POLL).toEqual({ state: "completed", tries: 0, word: "first" });
  for (const id of newer) await expect.poll(() => job(id), POLL).toEqual({ state: "completed", tries: 0, word: "fr" });
  // The one that the worker of the test before left.
  for (const { id } of waiting) await expect.poll(() => job(id), POLL).toEqual({ state: "completed", tries: 0, word: "de" });
  expect(waiting).toHaveLength(1);
});

const jobs = (): Jobs => jobsOf(env, portal.worker, appContextOf(env, systemClock));

test("the database has a queue for every version of every job, and this worker takes every queue but that of failed jobs", async () => {
  const known = Object.entries(jobs()).flatMap(([name, versions]) => versions.map((_, index) => queueOf(name, index + 1)));
  const queues = await rows("select name from pgboss.queue where name not in ('failed-jobs', 'mail-link.2') order by name");
  expect(known.toSorted()).toEqual(queues.map(({ name }) => name));
});

test("the payload of a job has the shape of its version: a shape that changes needs a new version and a new queue", () => {
  const shapes = Object.entries(jobs()).flatMap(([name, versions]) =>
    versions.map(({ payload }, index) => [queueOf(name, index + 1), z.toJSONSchema(payload, { io: "input" })] as const),
  );
  // A new version is added to the file manually, as the difference shows it.
  expect(Object.fromEntries(shapes)).toEqual(payloads);
});
