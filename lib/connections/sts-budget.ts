import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { inTransaction } from "#db/in-transaction.ts";
import { takeStsCalls } from "#db/queries/runs-sts.ts";
import type { Actor } from "#lib/kernel/actor.ts";

/** AWS's default quota is 600 a second for an account and region; reads and what else runs under the account keep 40 %. */
const DEFAULT_PER_SECOND = 360;
/** Of the calls that are saved up, background work leaves this share to people who wait for an answer. */
const HELD_BACK = 0.6;
/** A run's lease is 30 s and its calls take 10 at most. */
const PATIENCE_MS = 15_000;

const PerSecond = z.coerce.number().min(1).max(100_000);

/** Calls a second to one region's STS, of all processes together: STS_CALLS_PER_SECOND, or 60 % of the default quota. */
export function stsCallsPerSecond(source: Readonly<Record<string, string | undefined>> = process.env): number {
  const text = source["STS_CALLS_PER_SECOND"];
  if (text === undefined || text === "") return DEFAULT_PER_SECOND;
  const parsed = PerSecond.safeParse(text);
  if (!parsed.success) throw new Error("STS_CALLS_PER_SECOND must be a number from 1 to 100000");
  return parsed.data;
}

/**
 * Waits until a run's calls to STS are paid for. A person's run is served before background work, which must leave calls
 * for people. When its patience ends background work goes on nonetheless, in debt: its run is open and its lease runs.
 */
export async function payForCalls(
  actor: Actor,
  of: { readonly region: string; readonly calls: number; readonly lane: "asked" | "background" },
): Promise<void> {
  const perSecond = stsCallsPerSecond();
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const hurry = of.lane === "asked" || performance.now() > until;
    const wanted = { region: of.region, calls: of.calls, perSecond, heldBack: hurry ? 0 : perSecond * HELD_BACK };
    const { taken, waitMs } = await inTransaction(actor, (tx) => takeStsCalls(tx, wanted));
    if (taken) return waitMs > 0 ? wait(Math.min(waitMs, PATIENCE_MS)) : undefined;
    // Not all at once again: who came late must not find the same crowd at each turn.
    await wait(waitMs * (1 + Math.random()) + 1);
  }
}
