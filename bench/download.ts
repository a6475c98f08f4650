import { setTimeout as wait } from "node:timers/promises";
import type { Figures } from "./support/benchmark.ts";
import { makeDraft, submitDraft } from "./support/draft.ts";
import { MILLION, rangeOfEvents } from "./support/million-range.ts";
import { highestResidentBytes } from "./support/process-usage.ts";
import { REGION } from "./support/role-credentials.ts";
import type { Stack } from "./support/stack.ts";

/** Fewer than the million events of the log group, whose oldest ones expire during the benchmark. */
const EVENTS = 995_000;
const WARM_UP_EVENTS = 5000;
const IDLE_MS = 5000;
const TARGET = 1.5;
const MB = 1_000_000;

/** The highest memory of the web process while one person downloads a million events, compared with the idle process. */
export async function download(stack: Stack): Promise<Figures> {
  const draft = await makeDraft(stack);
  await submitDraft(stack, draft);
  const take = async (count: number) => {
    const { from, to } = rangeOfEvents(count);
    const words = new URLSearchParams({ region: REGION, logGroup: MILLION, from: String(from), to: String(to), format: "ndjson" });
    const lines = await stack.portal.lines(`/api/connections/${draft.connectionId}/download?${words}`);
    if (lines !== count) throw new Error(`the download had ${lines} events, not ${count}`);
  };
  await take(WARM_UP_EVENTS);
  const idle = await highestResidentBytes(stack.webPid, wait(IDLE_MS));
  const began = performance.now();
  const peak = await highestResidentBytes(stack.webPid, take(EVENTS));
  const seconds = (performance.now() - began) / 1000;
  const after = await highestResidentBytes(stack.webPid, wait(IDLE_MS));
  const ratio = peak / idle;
  return {
    ratio,
    baseline: idle / MB,
    ours: peak / MB,
    unit: "MB",
    target: TARGET,
    holds: ratio <= TARGET,
    notes: [
      `${EVENTS} events in ${seconds.toFixed(0)} s; resident memory sampled every 50 ms: ${(idle / MB).toFixed(0)} MB idle, at most ${(peak / MB).toFixed(0)} MB during the download, ${(after / MB).toFixed(0)} MB afterwards`,
    ],
  };
}
