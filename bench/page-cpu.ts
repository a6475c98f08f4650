import { startBareServer } from "./support/bare-process.ts";
import type { Figures } from "./support/benchmark.ts";
import { makeDraft, submitDraft } from "./support/draft.ts";
import { MILLION, rangeOfEvents } from "./support/million-range.ts";
import { cpuMsOf } from "./support/process-usage.ts";
import { REGION } from "./support/role-credentials.ts";
import { spreadOf } from "./support/spread.ts";
import type { Stack } from "./support/stack.ts";

const EVENTS = 10_000;
const PAGES = 12;
const ROUNDS = 7;
const TARGET = 1;

/** CPU time of the web process for 10,000 events as NDJSON, compared with a server that only calls the SDK, without authentication. */
export async function pageCpu(stack: Stack): Promise<Figures> {
  const draft = await makeDraft(stack);
  await submitDraft(stack, draft);
  const { from, to } = rangeOfEvents(EVENTS);
  const words = new URLSearchParams({ region: REGION, logGroup: MILLION, from: String(from), to: String(to), format: "ndjson" });
  const portalPath = `/api/connections/${draft.connectionId}/download?${words}`;
  const barePath = `/events?${new URLSearchParams({ group: MILLION, from: String(from), to: String(to) })}`;
  const bare = await startBareServer(stack.sandbox.url, draft);
  const [ours, theirs]: [number[], number[]] = [[], []];
  try {
    for (let round = 0; round <= ROUNDS; round++) {
      const theirMs = await cpuOf(bare.pid, () => bare.lines(barePath));
      const ourMs = await cpuOf(stack.webPid, () => stack.portal.lines(portalPath));
      if (round === 0) continue; // warms both up
      theirs.push(theirMs);
      ours.push(ourMs);
    }
  } finally {
    bare.stop();
  }
  const [portal, baseline] = [spreadOf(ours, 1), spreadOf(theirs, 1)];
  const ratio = portal.median / baseline.median;
  return {
    ratio,
    baseline: baseline.median,
    ours: portal.median,
    unit: "ms",
    target: TARGET,
    holds: ratio <= TARGET,
    notes: [`${EVENTS} events take ${portal.text} ms of CPU time through the portal, ${baseline.text} in the bare server`],
  };
}

/** Milliseconds of CPU time of the process for one page. @throws if a page lacks events */
async function cpuOf(pid: number, page: () => Promise<number>): Promise<number> {
  const before = cpuMsOf(pid);
  for (let n = 0; n < PAGES; n++) {
    const lines = await page();
    if (lines !== EVENTS) throw new Error(`a page had ${lines} events, not ${EVENTS}`);
  }
  return (cpuMsOf(pid) - before) / PAGES;
}
