import { setTimeout as wait } from "node:timers/promises";
import type { Part } from "#stack/demo/processes.ts";
import type { Web } from "#stack/load/fleet.ts";
import { loadText } from "#stack/load/paced-load.ts";
import { isComplete, sumOfTails, tailText } from "#stack/load/tail-watch.ts";
import type { Checks } from "#stack/testing/checks.ts";
import { until } from "#stack/testing/portal-work.ts";
import type { Release } from "#stack/testing/releases.ts";
import { Crew } from "./crew.ts";
import { hasLogged, type Scene } from "./scene.ts";

/** Live tails that stay open from the first step to the last. */
const TAILS = 20;
/** Milliseconds between two events of the log group that they follow. */
const EVENT_EVERY_MS = 200;
/** Milliseconds until every tail must have every event. */
const PATIENCE_MS = 40_000;
/** Milliseconds in which requests reach processes of both releases in turn. */
const MIXED_MS = 6000;

interface Releases {
  readonly previous: Release;
  readonly next: Release;
}

interface Upgrade extends Releases {
  readonly scene: Scene;
  readonly crew: Crew;
  readonly checks: Checks;
}

interface Processes {
  readonly webs: readonly Web[];
  readonly workers: readonly Part[];
}

/**
 * The steps of an upgrade in both orders, and of going back in between, under load and with open live tails from the first to the last.
 * @param perSecond requests a second
 */
export async function upgrade(scene: Scene, { previous, next }: Releases, perSecond: number, checks: Checks): Promise<void> {
  const crew = new Crew(scene.fleet);
  const all: Upgrade = { scene, crew, previous, next, checks };
  const old = { webs: [scene.web, ...(await crew.webs(previous, "old", 1))], workers: await crew.workers(previous, "old", 2) };
  await crew.serve(old.webs);
  await checks.step("previous release: the main job works", () => scene.walk("previous"));
  const tails = await scene.openTails(TAILS);
  const writer = scene.write(EVENT_EVERY_MS);
  const load = scene.load(perSecond);
  const from = performance.now();
  await checks.step("processes that are started before the migration wait for it", () => waitForMigration(all, old.webs));
  const fresh = await workersFirst(all, old);
  const back = await goBack(all, old, fresh);
  const last = await websFirst(all, back);
  const to = performance.now();
  await load.stop();
  await writer.stop();
  const rows = await sumOfTails(tails, writer.written, PATIENCE_MS);
  await Promise.all(tails.map((tail) => tail.stop()));
  const sent = load.between(from, to);
  checks.check("no request failed", sent.length > 0 && sent.every(({ failure }) => failure === null), loadText(sent));
  checks.check(`no row is lost or doubled in ${TAILS} live tails`, isComplete(rows), tailText(rows));
  await nothingLost(all);
  await checks.step("new processes end", () => crew.stop([...last.webs, ...last.workers]));
}

async function waitForMigration({ scene: { fleet }, crew, next }: Upgrade, oldWebs: readonly Web[]): Promise<string> {
  const webs = await crew.webs(next, "early", 1);
  const workers = await crew.workers(next, "early", 1);
  const all = [...webs, ...workers];
  await until(() => all.every((part) => hasLogged(fleet, part, "waiting for migrations")), "they do not wait");
  for (const { port } of webs) {
    const { status } = await fetch(`http://127.0.0.1:${port}/api/health/ready`);
    if (status !== 503) throw new Error(`the web process answers ${status} to its readiness check`);
  }
  const began = performance.now();
  const { code, output } = await crew.command(next, "migrate");
  if (code !== 0) throw new Error(`the migration failed: ${output}`);
  const ms = Math.round(performance.now() - began);
  await until(() => workers.every((part) => hasLogged(fleet, part, "started")), "the worker did not start after the migration");
  await crew.replace(webs, oldWebs);
  await crew.stop(workers);
  return `migrated in ${ms} ms while the previous release served`;
}

/** New workers beside the old ones, then only new workers with old webs, then webs of both releases in turn. */
async function workersFirst({ scene, crew, next, checks }: Upgrade, old: Processes): Promise<Processes> {
  const workers = await crew.workers(next, "new", 2);
  await checks.step("old and new workers: every connection is verified", () => scene.verifyAll());
  await checks.step("old workers end", () => crew.stop(old.workers));
  const when = "new workers, old webs";
  await checks.step(`${when}: the main job works`, () => scene.walk("previous"));
  await checks.step(`${when}: every connection is verified`, () => scene.verifyAll());
  await checks.step(`${when}: an email is sent`, () => scene.invite("previous"));
  await checks.step(`${when}: a job of the new version is done`, async () => doneJob(scene, await scene.requestRun("previous")));
  const webs = await crew.webs(next, "new", 2);
  await checks.step("old and new webs in turn", async () => {
    await crew.serve([...old.webs, ...webs]);
    const before = scene.reloads();
    await wait(MIXED_MS);
    return `${scene.reloads() - before} changes needed a reload of the page`;
  });
  return { webs, workers };
}

/** The previous release again, on the new schema. */
async function goBack({ scene, crew, previous, checks }: Upgrade, old: Processes, fresh: Processes): Promise<Processes> {
  const workers = await crew.workers(previous, "back", 2);
  const when = "back to the previous release";
  await checks.step(`${when}: new webs end`, () => crew.replace(fresh.webs, old.webs));
  await checks.step(`${when}: new workers end`, () => crew.stop(fresh.workers));
  await checks.step(`${when}: the main job works`, () => scene.walk("previous"));
  await checks.step(`${when}: every connection is verified`, () => scene.verifyAll());
  await checks.step(`${when}: an email is sent`, () => scene.invite("previous"));
  return { webs: old.webs, workers };
}

/** New webs with old workers, then new workers too. */
async function websFirst({ scene, crew, next, checks }: Upgrade, old: Processes): Promise<Processes> {
  const webs = await crew.webs(next, "last", 2);
  await checks.step("old webs end", () => crew.replace(old.webs, webs));
  const when = "new webs, old workers";
  await checks.step(`${when}: the main job works`, () => scene.walk("next"));
  await checks.step(`${when}: every connection is verified`, () => scene.verifyAll());
  const waiting = await scene.requestRun("next");
  await checks.step(`${when}: an email is sent`, () => scene.invite("next"));
  await checks.step(`${when}: a job of the new version waits without an attempt`, async () => {
    await scene.verifyAll();
    const job = await jobOf(scene, waiting);
    if (job?.state !== "created" || job.tries !== 0) throw new Error(`the job is ${JSON.stringify(job)}`);
    return job.queue;
  });
  const workers = await crew.workers(next, "last", 2);
  await checks.step("a new worker does the job that waited", () => doneJob(scene, waiting));
  await checks.step("old workers end at last", () => crew.stop(old.workers));
  await checks.step("new release: every connection is verified", () => scene.verifyAll());
  return { webs, workers };
}

async function nothingLost({ scene, crew, next, checks }: Upgrade): Promise<void> {
  const lost = await scene.acts.lost(scene.fleet.superuserUrl);
  const acts = `${scene.acts.acknowledged} acknowledged, ${lost.length} lost ${lost[0] ?? ""}`;
  checks.check("no acknowledged change is lost", lost.length === 0, acts.trim());
  const jobs = await scene.rows<{ name: string; state: string; n: number }>(
    "select name, state::text, count(*)::int as n from pgboss.job group by 1, 2 order by 1, 2",
  );
  const left = jobs.filter(({ name, state }) => name === "failed-jobs" || state !== "completed");
  checks.check("no job failed or is left", left.length === 0, jobs.map(({ name, state, n }) => `${n} ${name} ${state}`).join(", "));
  const runs = await scene.rows<{ verdict: string; n: number }>(
    "select coalesce(verdict, 'open') as verdict, count(*)::int as n from verification_runs group by 1",
  );
  const others = runs.filter(({ verdict }) => verdict !== "secure");
  checks.check("no verification is lost", others.length === 0, runs.map(({ verdict, n }) => `${n} ${verdict}`).join(", "));
  const audit = await crew.command(next, "audit", "verify");
  checks.check("the audit log is intact", audit.code === 0, audit.output.trim().split("\n")[0] ?? "");
}

interface JobRow {
  readonly queue: string;
  readonly state: string;
  readonly tries: number;
}

async function jobOf(scene: Scene, id: string): Promise<JobRow | undefined> {
  return (await scene.rows<JobRow>("select name as queue, state::text, retry_count as tries from pgboss.job where id = $1", [id]))[0];
}

async function doneJob(scene: Scene, id: string): Promise<string> {
  await until(async () => (await jobOf(scene, id))?.state === "completed", "the job was not done");
  const job = await jobOf(scene, id);
  return `${job?.queue}, ${job?.tries} retries`;
}
