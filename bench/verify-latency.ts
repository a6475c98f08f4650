import type { Figures } from "./support/benchmark.ts";
import { callsOfRole } from "./support/calls-of-role.ts";
import { type Draft, makeDraft, submitDraft } from "./support/draft.ts";
import { spreadOf } from "./support/spread.ts";
import type { Stack } from "./support/stack.ts";

const LATENCY_MS = 80;
/** A verification needs three round trips to STS and two to CloudWatch Logs, one after the other. */
const BOUND_MS = 5 * LATENCY_MS;
const MOST_MS = 500;
/** With one region, no retired External ID and a cached canary check. */
const MOST_CALLS = 10;
const TARGET = 1.15;
const WARM_UP = 3;
const RUNS = 9;

interface Run {
  readonly ms: number;
  readonly calls: number;
  /** Milliseconds before the first call, between the calls beyond the bound, and from the last response to the verdict. */
  readonly before: number;
  readonly between: number;
  readonly after: number;
}

/** The time from submitting an ARN to the verdict, compared with the round trips that a verification needs. */
export async function verifyLatency(stack: Stack): Promise<Figures> {
  const drafts: Draft[] = [];
  for (let n = 0; n < WARM_UP + RUNS; n++) drafts.push(await makeDraft(stack));
  await stack.sandbox.latency(LATENCY_MS);
  const runs: Run[] = [];
  for (const draft of drafts) runs.push(await oneRun(stack, draft));
  const counted = runs.slice(WARM_UP);
  const times = spreadOf(counted.map(({ ms }) => ms));
  const calls = Math.max(...counted.map((run) => run.calls));
  const part = (of: "before" | "between" | "after") => spreadOf(counted.map((run) => run[of])).text;
  const ratio = times.median / BOUND_MS;
  return {
    ratio,
    baseline: BOUND_MS,
    ours: times.median,
    unit: "ms",
    target: TARGET,
    holds: ratio <= TARGET && times.median < MOST_MS && calls <= MOST_CALLS,
    notes: [
      `one run takes ${times.text} ms with ${LATENCY_MS} ms of latency; the target is under ${MOST_MS}`,
      `beyond the round trips: ${part("before")} ms before the first call, ${part("between")} between calls, ${part("after")} after the last`,
      `${calls} calls a run; at most ${MOST_CALLS} are allowed`,
      `the first runs, not counted: ${runs
        .slice(0, WARM_UP)
        .map(({ ms }) => ms.toFixed(0))
        .join(", ")} ms`,
    ],
  };
}

async function oneRun(stack: Stack, draft: Draft): Promise<Run> {
  const mark = await stack.sandbox.now();
  const began = Date.now();
  const ms = await submitDraft(stack, draft);
  const calls = await callsOfRole(stack.sandbox.url, draft.roleArn, mark);
  const first = Math.min(...calls.map((call) => call.beganAt));
  const last = Math.max(...calls.map((call) => call.endedAt));
  return { ms, calls: calls.length, before: first - began, between: last - first - BOUND_MS, after: began + ms - last };
}
