import { inTransaction } from "#db/in-transaction.ts";
import { takeStsCalls } from "#db/queries/runs-sts.ts";
import type { Actor } from "#lib/kernel/actor.ts";
import type { Clock } from "#lib/kernel/clock.ts";

/** Of the calls that are saved up, background work leaves this share to people who wait for an answer. */
const HELD_BACK = 0.6;
/** A run's lease is 30 s and its calls take 10 at most. */
const PATIENCE_MS = 15_000;
/** What is paid for at once: so much of a second's calls, and no more than the database gives out. */
const SHARE_AT_ONCE = 0.1;
const MOST_AT_ONCE = 100;

/** A run's calls to STS; `perSecond` is the whole portal's rate in that region. */
interface Bill {
  readonly region: string;
  readonly calls: number;
  readonly perSecond: number;
}

/**
 * Waits until a run's calls to STS are paid for. A person's run is served before background work, which must leave calls
 * for people. When its patience ends background work goes on nonetheless, in debt: its run is open and its lease runs.
 */
export async function payForCalls(actor: Actor, clock: Clock, bill: Bill & { readonly lane: "asked" | "background" }): Promise<void> {
  if (bill.lane === "background") return queue(actor, clock, bill);
  const { waitMs } = await take(actor, bill, 0);
  if (waitMs > 0) await clock.wait(Math.min(waitMs, PATIENCE_MS));
}

interface Waiting extends Bill {
  readonly until: number;
  readonly paid: PromiseWithResolvers<void>;
}

/** Background runs of this process that wait to be paid for, by region: one asks for the first of them together. */
const queues = new Map<string, Waiting[]>();

function queue(actor: Actor, clock: Clock, bill: Bill): Promise<void> {
  const waiting = { ...bill, until: clock.now().getTime() + PATIENCE_MS, paid: Promise.withResolvers<void>() };
  const line = queues.get(bill.region);
  if (line !== undefined) line.push(waiting);
  else {
    const begun = [waiting];
    queues.set(bill.region, begun);
    void serve(actor, clock, bill.region, begun);
  }
  return waiting.paid.promise;
}

/** Serves a region's queue until it is empty, first come first served. */
async function serve(actor: Actor, clock: Clock, region: string, line: Waiting[]): Promise<void> {
  // Those that come in the same turn are paid for together.
  await Promise.resolve();
  for (let [first] = line; first !== undefined; [first] = line) {
    const howMany = togetherOf(line);
    try {
      const calls = line.slice(0, howMany).reduce((sum, each) => sum + each.calls, 0);
      const heldBack = clock.now().getTime() > first.until ? 0 : first.perSecond * HELD_BACK;
      const { taken, waitMs } = await take(actor, { ...first, calls }, heldBack);
      // Not all workers again at once: who came late must not find the same crowd at each turn.
      if (waitMs > 0) await clock.wait(Math.min(taken ? waitMs : waitMs * (1 + Math.random()), PATIENCE_MS));
      if (taken) for (const each of line.splice(0, howMany)) each.paid.resolve();
    } catch (error) {
      for (const each of line.splice(0, howMany)) each.paid.reject(error);
    }
  }
  queues.delete(region);
}

/** How many of those in front are paid for at once; at least one. */
function togetherOf(line: readonly Waiting[]): number {
  let calls = 0;
  const tooMany = line.findIndex((each) => {
    calls += each.calls;
    return calls > Math.min(MOST_AT_ONCE, each.perSecond * SHARE_AT_ONCE);
  });
  return tooMany === -1 ? line.length : Math.max(1, tooMany);
}

function take(actor: Actor, { region, calls, perSecond }: Bill, heldBack: number) {
  return inTransaction(actor, (tx) => takeStsCalls(tx, { region, calls, perSecond, heldBack }), { mayBeLost: true });
}
