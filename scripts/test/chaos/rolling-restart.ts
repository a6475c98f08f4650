import { loadText } from "#stack/load/paced-load.ts";
import { isComplete, sumOfTails, tailText } from "#stack/load/tail-watch.ts";
import { say } from "#stack/say.ts";
import type { Checks } from "#stack/testing/checks.ts";
import type { Scene } from "./scene.ts";

const LONGEST_STOP_MS = 15_000;
const TAILS = 20;
const EVENT_EVERY_MS = 200;
const PATIENCE_MS = 40_000;

/** Restarts both web processes, one after the other, under load and with open live tails. */
export async function rollingRestart(scene: Scene, checks: Checks): Promise<void> {
  const { fleet, webs } = scene;
  const tails = await scene.openTails(TAILS);
  const writer = scene.write(EVENT_EVERY_MS);
  const load = scene.load();
  const from = performance.now();
  for (const [n, old] of [...webs].entries()) {
    const began = performance.now();
    old.child.kill("SIGTERM");
    const fresh = await fleet.startWeb(`web-${n + 1}-restarted`);
    const kept = webs.filter((web) => web !== old).map(({ port }) => port);
    fleet.balancer.setPorts([old.port, ...kept, fresh.port]);
    const status = await old.ended;
    const ms = performance.now() - began;
    fleet.balancer.setPorts([...kept, fresh.port]);
    await fleet.balancer.untilReady([...kept, fresh.port], 30_000);
    webs[n] = fresh;
    checks.check(
      `web ${n + 1} ends with status 0 within 15 s of SIGTERM`,
      status === 0 && ms <= LONGEST_STOP_MS,
      `status ${status}, ${(ms / 1000).toFixed(1)} s`,
    );
  }
  const to = performance.now();
  await load.stop();
  await writer.stop();
  const sum = await sumOfTails(tails, writer.written, PATIENCE_MS);
  await Promise.all(tails.map((tail) => tail.stop()));
  const sent = load.between(from, to);
  checks.check(
    "no request fails during a rolling restart",
    sent.every(({ failure }) => failure === null),
    loadText(sent),
  );
  checks.check(`no row is lost or doubled in ${TAILS} live tails`, isComplete(sum), tailText(sum));
  const lost = await scene.acts.lost(fleet.superuserUrl);
  checks.check(
    "no acknowledged change is lost",
    lost.length === 0,
    `${scene.acts.acknowledged} acknowledged, ${lost.length} lost ${lost[0] ?? ""}`,
  );
  say("");
}
