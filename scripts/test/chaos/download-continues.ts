import { setTimeout as wait } from "node:timers/promises";
import type { PortalClient } from "#stack/load/portal-client.ts";
import { say } from "#stack/say.ts";
import type { Checks } from "#stack/testing/checks.ts";
import type { Scene } from "./scene.ts";

/** The log group has one event every 600 ms, so about 120,000 in this time. */
const RANGE_MS = 20 * 3_600_000;
/**
 * Milliseconds for which the reader takes nothing after the signal: longer than the process waits for the load balancer, so that the download is
 * still open when its process ends the streams, however fast it was.
 */
const PAUSE_MS = 7000;

/** Restarts a web process during a download, and continues the download where its file ends. */
export async function downloadContinues(scene: Scene, checks: Checks): Promise<void> {
  const { fleet, webs, client, connectionId } = scene;
  const [old, kept] = webs;
  if (old === undefined || kept === undefined) throw new Error("two web processes are needed");
  const to = Date.now() - 60_000;
  const range = { region: "eu-central-1", logGroup: "/app/scale/million", from: String(to - RANGE_MS), to: String(to) };
  const path = `/api/connections/${connectionId}/download?${new URLSearchParams(range)}`;
  const whole = await linesOf(client, path);
  fleet.balancer.setPorts([old.port]);
  await fleet.balancer.untilReady([old.port], 60_000);
  const first = await linesOf(client, path, async (pieces) => {
    if (pieces > 1) return;
    fleet.balancer.setPorts([old.port, kept.port]);
    old.child.kill("SIGTERM");
    await wait(PAUSE_MS);
  });
  const status = await old.ended;
  webs[0] = await fleet.startWeb("web-after-download");
  const ports = webs.map(({ port }) => port);
  fleet.balancer.setPorts(ports);
  await fleet.balancer.untilReady(ports, 60_000);
  const url = /To download the remaining events, open: (http\S+)"\}$/.exec(first.at(-1) ?? "")?.[1];
  const rest = url === undefined ? [] : await linesOf(client, url);
  const both = [...first.slice(0, -1), ...rest];
  const isSame = both.length === whole.length && both.every((line, n) => line === whole[n]);
  checks.check(
    "a download whose process stops ends with a URL, and both files together have each event once",
    isSame && status === 0,
    `${whole.length} events in one file, ${first.length - 1} and ${rest.length} in two; the process ended with ${status}`,
  );
  say("");
}

/** The lines of a file. `each` is called after each piece, with the number of pieces. */
async function linesOf(client: PortalClient, url: string, each?: (pieces: number) => Promise<void>): Promise<readonly string[]> {
  const answer = await client.send(url, {});
  if (!answer.ok || answer.body === null) throw new Error(`the download answered ${answer.status}`);
  const decoder = new TextDecoder();
  let text = "";
  let pieces = 0;
  for await (const piece of answer.body) {
    text += decoder.decode(piece, { stream: true });
    pieces += 1;
    await each?.(pieces);
  }
  return text.trimEnd().split("\n");
}
