import { inTransaction } from "#db/in-transaction.ts";
import { type CallsWanted, takeStsCalls } from "#db/queries/runs-sts.ts";
import type { Actor } from "#kernel/actor.ts";
import type { Clock } from "#kernel/clock.ts";
import type { CustomerId } from "#kernel/ids.ts";

/** A run's lease is 30 s and its calls take 10 at most. */
const PATIENCE_MS = 15_000;
/** A person who reads is told sooner. */
const PATIENCE_OF_READ_MS = 5000;
/** For calls that are paid for but not saved up yet; the database gives out no more than about three seconds' ahead. */
const LONGEST_WAIT_FOR_PAID_MS = 3500;
/** Not asked again before. */
const SHORTEST_WAIT_MS = 20;
/** What is paid for at once: so much of a second's calls, and no more than the database gives out. */
const SHARE_AT_ONCE = 0.1;
const MOST_AT_ONCE = 100;

/** Calls to STS of one customer; `perSecond` is the whole portal's rate in that region. */
interface Bill {
  readonly customerId: CustomerId;
  readonly region: string;
  readonly calls: number;
  readonly perSecond: number;
}

/**
 * Waits until a run's calls to STS are paid for: a person's before background work, within the customer's share and what
 * is put aside for background work. When its patience (15 s) ends a run goes on nonetheless, in debt: it is open and its
 * lease runs, and runs have budgets of their own.
 */
export async function acquireStsTokens(actor: Actor, clock: Clock, bill: Bill & { readonly lane: "asked" | "background" }): Promise<void> {
  if (bill.lane === "background") return queue(actor, clock, bill);
  if (await admit(actor, clock, bill, PATIENCE_MS)) return;
  const { waitMs } = await take(actor, { ...bill, priority: "overdue" });
  if (waitMs > 0) await clock.wait(Math.min(waitMs, LONGEST_WAIT_FOR_PAID_MS));
}

/** The same for a person's read: false after 5 s without a call. Nothing was paid then, and the person is told. */
export function acquireTokensForRead(actor: Actor, clock: Clock, bill: Bill): Promise<boolean> {
  return admit(actor, clock, bill, PATIENCE_OF_READ_MS);
}

/** Asks until the calls are given, and waits until they may be sent; false when the patience ended before. */
async function admit(actor: Actor, clock: Clock, bill: Bill, patienceMs: number): Promise<boolean> {
  const until = clock.now().getTime() + patienceMs;
  for (;;) {
    const { taken, waitMs } = await take(actor, { ...bill, priority: "interactive" });
    if (taken) {
      if (waitMs > 0) await clock.wait(Math.min(waitMs, LONGEST_WAIT_FOR_PAID_MS));
      return true;
    }
    const left = until - clock.now().getTime();
    if (left <= 0) return false;
    // Not all who wait again at once: who came late must not find the same crowd at each turn.
    await clock.wait(Math.min(left, Math.max(SHORTEST_WAIT_MS, waitMs * (1 + Math.random()))));
  }
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
      const priority = clock.now().getTime() > first.until ? "overdue" : "background";
      // Calls of several customers together: those who are due were chosen fairly already (`claim_due`).
      const { taken, waitMs } = await take(actor, { ...first, customerId: null, calls, priority });
      // Not all workers again at once: who came late must not find the same crowd at each turn.
      const longest = taken ? LONGEST_WAIT_FOR_PAID_MS : PATIENCE_MS;
      if (waitMs > 0) await clock.wait(Math.min(taken ? waitMs : waitMs * (1 + Math.random()), longest));
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

function take(actor: Actor, { customerId, region, calls, perSecond, priority }: CallsWanted) {
  return inTransaction(actor, (tx) => takeStsCalls(tx, { customerId, region, calls, perSecond, priority }), { mayBeLost: true });
}
