import { setTimeout as wait } from "node:timers/promises";
import { loadText } from "#stack/load/paced-load.ts";
import { isComplete, sumOfTails, tailText } from "#stack/load/tail-watch.ts";
import { say } from "#stack/say.ts";
import type { Checks } from "#stack/testing/checks.ts";
import { noLostChange } from "./kills.ts";
import type { Scene } from "./scene.ts";

const AWAY_MS = 6000;
const HEALTHY_MS = 5000;
const TAILS = 4;
const SENTENCE = "The portal can’t reach its database at the moment. Try again in a few seconds.";

/** Stops Postgres under load and starts it again. */
export async function databaseAway(scene: Scene, checks: Checks): Promise<void> {
  const { fleet, webs, workers, client } = scene;
  const tails = await scene.openTails(TAILS);
  const writer = scene.write(300);
  const load = scene.load();
  await wait(2000);
  await fleet.stopDatabase();
  const stopped = performance.now();
  const page = await client.request("/connections");
  const route = await client.request(`/api/connections/${scene.connectionId}/search`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(scene.search),
  });
  const ready = await fetch(`http://127.0.0.1:${webs[0]?.port}/api/health/ready`);
  const says = (body: string) => body.includes(SENTENCE);
  checks.check(
    "without the database a page says so in one sentence, with 503 and Retry-After",
    page.status === 503 && page.headers.get("retry-after") !== null && says(page.body),
    `status ${page.status}, Retry-After ${page.headers.get("retry-after")}`,
  );
  checks.check(
    "so does a read of logs",
    route.status === 503 && route.headers.get("retry-after") !== null && says(route.body),
    `status ${route.status}, Retry-After ${route.headers.get("retry-after")}`,
  );
  checks.check("a web process is not ready without the database", ready.status === 503, `status ${ready.status}`);
  await wait(Math.max(0, stopped + AWAY_MS - performance.now()));
  await fleet.startDatabase();
  const back = performance.now();
  await fleet.balancer.untilReady(
    webs.map(({ port }) => port),
    30_000,
  );
  const ms = performance.now() - back;
  checks.check("both webs are ready within 5 s of the database's return", ms <= HEALTHY_MS, `${(ms / 1000).toFixed(1)} s`);
  while (performance.now() - back < HEALTHY_MS) await wait(100);
  const healthy = await fetch(`${fleet.url}/api/health`);
  checks.check("the whole portal with its workers is healthy 5 s after the return", healthy.ok, `status ${healthy.status}`);
  await wait(3000);
  const until = performance.now();
  await load.stop();
  await writer.stop();
  const after = load.between(back + HEALTHY_MS, until);
  const during = load.between(stopped, back);
  checks.check(
    "no request fails from 5 s after the return on",
    after.every(({ failure }) => failure === null),
    loadText(after),
  );
  say(`     while it was away: ${loadText(during)}`);
  const gone = [...webs, ...workers].filter(({ child }) => child.exitCode !== null || child.signalCode !== null);
  checks.check("no process exits", gone.length === 0, gone.map(({ name }) => name).join(", ") || "all run");
  const sum = await sumOfTails(tails, writer.written, 40_000);
  await Promise.all(tails.map((tail) => tail.stop()));
  checks.check(`no row is lost or doubled in ${TAILS} live tails`, isComplete(sum), tailText(sum));
  await noLostChange(scene, checks, "the database");
  say("");
}
