import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { loadText } from "#stack/load/paced-load.ts";
import type { PortalClient } from "#stack/load/portal-client.ts";
import { say, secondsSince } from "#stack/say.ts";
import type { Checks } from "#stack/testing/checks.ts";
import type { Scene } from "./scene.ts";

const STAFF = "app/(staff)/admin/actions.ts";
/** The seconds after the kill of which at most one request in a hundred may fail, and in which the portal must be healthy again. */
const WINDOW_MS = 30_000;
const MOST_FAILED = 0.01;
/** Another worker takes over what a killed one had begun when its lease ends, after a minute. */
const TAKEOVER_MS = 100_000;

/** Kills a web process under load. An orchestrator starts another one at once. */
export async function killWeb(scene: Scene, checks: Checks): Promise<void> {
  const { fleet, webs } = scene;
  const load = scene.load();
  await wait(3000);
  const [victim, kept] = webs;
  if (victim === undefined || kept === undefined) throw new Error("two web processes are needed");
  // A killed process can't finish what it was answering; the proxies of docs/deploy.md then send a page again.
  fleet.balancer.setRepeatsGets(true);
  const killed = performance.now();
  victim.child.kill("SIGKILL");
  const fresh = await fleet.startWeb("web-after-kill");
  fleet.balancer.setPorts([kept.port, fresh.port]);
  await fleet.balancer.untilReady([kept.port, fresh.port], 60_000);
  const healthy = performance.now() - killed;
  webs[0] = fresh;
  await wait(Math.max(0, killed + WINDOW_MS - performance.now()));
  await load.stop();
  fleet.balancer.setRepeatsGets(false);
  const sent = load.between(killed - 1000, killed + WINDOW_MS);
  const failed = sent.filter(({ failure }) => failure !== null).length;
  checks.check("two webs are ready within 30 s of the kill of one", healthy <= WINDOW_MS, `${(healthy / 1000).toFixed(1)} s`);
  checks.check("at most 1 % of the requests of these 30 s fail", failed <= sent.length * MOST_FAILED, loadText(sent));
  await noLostChange(scene, checks, "a web");
  say("");
}

/** Kills a worker while it runs verifications that staff requested. */
export async function killWorker(scene: Scene, checks: Checks, more: number): Promise<void> {
  const { fleet, workers } = scene;
  const connections = await scene.connectMore(more);
  const staff = await scene.signIn("admin@partner.example");
  const database = new pg.Client({ connectionString: fleet.superuserUrl });
  await database.connect();
  try {
    const { rows } = await database.query<{ id: string; customer: string }>(
      "select id, customer_id as customer from connections where id = any($1)",
      [connections],
    );
    await scene.sandbox.latency(150);
    const { rows: times } = await database.query<{ now: Date }>("select now()");
    const requested = times[0]?.now ?? new Date();
    for (const { id, customer } of rows) await requestRun(staff, id, customer);
    const done = async () => {
      const text = `select count(distinct connection_id)::int as n from verification_runs
        where connection_id = any($1) and started_at >= $2 and verdict = 'secure'`;
      return (await database.query<{ n: number }>(text, [connections, requested])).rows[0]?.n ?? 0;
    };
    const running = async () => {
      const text =
        "select count(*)::int as n from verification_runs where connection_id = any($1) and started_at >= $2 and verdict is null";
      return (await database.query<{ n: number }>(text, [connections, requested])).rows[0]?.n ?? 0;
    };
    while ((await running()) === 0 && (await done()) < rows.length) await wait(10);
    const open = await running();
    const killed = performance.now();
    const victim = workers[0];
    victim?.child.kill("SIGKILL");
    workers[0] = fleet.startWorker("worker-after-kill");
    let healthy: number | undefined;
    while ((await done()) < rows.length && performance.now() - killed < TAKEOVER_MS) {
      if (healthy === undefined && (await fetch(`${fleet.url}/api/health`)).ok) healthy = performance.now() - killed;
      await wait(200);
    }
    const count = await done();
    healthy ??= (await fetch(`${fleet.url}/api/health`)).ok ? performance.now() - killed : undefined;
    checks.check(
      "the portal is healthy within 30 s of the kill of a worker",
      healthy !== undefined && healthy <= WINDOW_MS,
      healthy === undefined ? "not healthy" : `${(healthy / 1000).toFixed(1)} s`,
    );
    checks.check(
      "every accepted verification is done after the kill of a worker",
      open > 0 && count === rows.length,
      `${open} ran at the kill; ${count} of ${rows.length}, the last after ${secondsSince(killed)}`,
    );
  } finally {
    await scene.sandbox.latency(0);
    await database.end();
  }
  say("");
}

async function requestRun(staff: PortalClient, connectionId: string, customerId: string): Promise<void> {
  await staff.act({ file: STAFF, name: "requestRun" }, `/admin/customers/${customerId}`, { customerId, connectionId });
}

export async function noLostChange(scene: Scene, checks: Checks, after: string): Promise<void> {
  const lost = await scene.acts.lost(scene.fleet.superuserUrl);
  checks.check(
    `no acknowledged change is lost after ${after} went away`,
    lost.length === 0,
    `${scene.acts.acknowledged} acknowledged, ${lost.length} lost ${lost[0] ?? ""}`,
  );
}
