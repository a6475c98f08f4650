import { inTransaction } from "#db/in-transaction.ts";
import { type CallsWanted, stsBroken, stsWorks, takeStsCalls } from "#db/queries/sts-calls.ts";
import type { Actor } from "#kernel/actor.ts";
import type { CustomerId } from "#kernel/ids.ts";
import type { Clock } from "#kernel/time/clock.ts";
import type { FinishedRun } from "#lib/verification/engine/run-probes.ts";

/** How long a run waits for tokens. Its lease is 30 s, and its calls take at most 10 s. */
const RUN_WAIT_MS = 15_000;
/** A person who reads logs gets an answer sooner. */
const READ_WAIT_MS = 5000;
/** For tokens that are granted but not available yet. The database grants at most about three seconds ahead. */
const LONGEST_WAIT_FOR_GRANTED_MS = 3500;
const SHORTEST_RETRY_MS = 20;
/** The tokens of one batch: this share of a second's calls, and at most what the database grants at once. */
const BATCH_SHARE = 0.1;
const BATCH_MAX_CALLS = 100;

/** STS calls of one customer; `perSecond` is the rate limit of the whole portal in that region. */
interface TokenRequest {
  readonly customerId: CustomerId;
  readonly region: string;
  readonly calls: number;
  readonly perSecond: number;
}

/**
 * Waits until a run has the tokens for its STS calls. Interactive runs come before background ones, within the customer's
 * share and without the part that is reserved for background work. After 15 s a run continues without tokens, which later
 * runs make up for: it is open, its lease is running, and runs have budgets of their own.
 */
export async function acquireStsTokens(
  actor: Actor,
  clock: Clock,
  request: TokenRequest & { readonly priority: "interactive" | "background" },
): Promise<void> {
  if (request.priority === "background") return enqueue(actor, clock, request);
  if (await acquireInTime(actor, clock, request, RUN_WAIT_MS)) return;
  const { waitMs } = await take(actor, { ...request, priority: "overdue" });
  if (waitMs > 0) await clock.wait(Math.min(waitMs, LONGEST_WAIT_FOR_GRANTED_MS));
}

/** The same for a person's log read. Returns false after 5 s without tokens; none are used then, and the person sees an error. */
export function acquireTokensForRead(actor: Actor, clock: Clock, request: TokenRequest): Promise<boolean> {
  return acquireInTime(actor, clock, request, READ_WAIT_MS);
}

/** Tries until the tokens are granted, and waits until the calls may be sent. Returns false when `limitMs` is over first. */
async function acquireInTime(actor: Actor, clock: Clock, request: TokenRequest, limitMs: number): Promise<boolean> {
  const until = clock.now().getTime() + limitMs;
  for (;;) {
    const { taken, waitMs } = await take(actor, { ...request, priority: "interactive" });
    if (taken) {
      if (waitMs > 0) await clock.wait(Math.min(waitMs, LONGEST_WAIT_FOR_GRANTED_MS));
      return true;
    }
    const left = until - clock.now().getTime();
    if (left <= 0) return false;
    // The random part keeps all waiting requests from retrying at the same moment.
    await clock.wait(Math.min(left, Math.max(SHORTEST_RETRY_MS, waitMs * (1 + Math.random()))));
  }
}

interface Waiting extends TokenRequest {
  readonly until: number;
  readonly granted: PromiseWithResolvers<void>;
}

/** Background runs of this process that wait for tokens, by region. One query asks for the first few of them in a batch. */
const queues = new Map<string, Waiting[]>();

function enqueue(actor: Actor, clock: Clock, request: TokenRequest): Promise<void> {
  const waiting = { ...request, until: clock.now().getTime() + RUN_WAIT_MS, granted: Promise.withResolvers<void>() };
  const queue = queues.get(request.region);
  if (queue !== undefined) queue.push(waiting);
  else {
    const newQueue = [waiting];
    queues.set(request.region, newQueue);
    void serveQueue(actor, clock, request.region, newQueue);
  }
  return waiting.granted.promise;
}

/** Serves a region's queue in order until it is empty. */
async function serveQueue(actor: Actor, clock: Clock, region: string, queue: Waiting[]): Promise<void> {
  // Runs that are queued in the same turn of the event loop share a batch.
  await Promise.resolve();
  for (let [first] = queue; first !== undefined; [first] = queue) {
    const howMany = batchSizeOf(queue);
    try {
      const calls = queue.slice(0, howMany).reduce((sum, each) => sum + each.calls, 0);
      const priority = clock.now().getTime() > first.until ? "overdue" : "background";
      // The batch is for several customers, whose due connections were already chosen fairly (`claim_due`).
      const { taken, waitMs } = await take(actor, { ...first, customerId: null, calls, priority });
      const longest = taken ? LONGEST_WAIT_FOR_GRANTED_MS : RUN_WAIT_MS;
      // The random part keeps all workers from retrying at the same moment.
      if (waitMs > 0) await clock.wait(Math.min(taken ? waitMs : waitMs * (1 + Math.random()), longest));
      if (taken) for (const each of queue.splice(0, howMany)) each.granted.resolve();
    } catch (error) {
      for (const each of queue.splice(0, howMany)) each.granted.reject(error);
    }
  }
  queues.delete(region);
}

/** How many runs at the front of the queue form the next batch; at least one. */
function batchSizeOf(queue: readonly Waiting[]): number {
  let calls = 0;
  const tooMany = queue.findIndex((each) => {
    calls += each.calls;
    return calls > Math.min(BATCH_MAX_CALLS, each.perSecond * BATCH_SHARE);
  });
  return tooMany === -1 ? queue.length : Math.max(1, tooMany);
}

function take(actor: Actor, { customerId, region, calls, perSecond, priority }: CallsWanted) {
  return inTransaction(actor, (tx) => takeStsCalls(tx, { customerId, region, calls, perSecond, priority }), { mayBeLost: true });
}

type Seen = Pick<FinishedRun, "probes" | "control">;

/**
 * Whether AWS rejected the portal's own credentials throughout a run. Then no role is at fault, and no run can have a result.
 * One allowed or denied probe shows that the credentials work; a passed canary check doesn't, because it may be minutes old.
 */
function credentialsRejected({ probes, control }: Seen): boolean {
  if (ofPortalItself(probes).some(({ got }) => got !== "inconclusive")) return false;
  const whys = [control.kind === "inconclusive" ? control.why : null, ...ofPortalItself(probes).map(({ why }) => why)];
  return whys.includes("our-credentials");
}

/**
 * Pauses all runs when AWS rejected the portal's credentials, and resumes them when a trial run got an answer, whether allowed
 * or denied. Staff are alerted once, and the alert resolves automatically.
 */
export async function watchCredentials(actor: Actor, run: { readonly region: string; readonly trial: boolean }, seen: Seen): Promise<void> {
  if (credentialsRejected(seen)) await inTransaction(actor, (tx) => stsBroken(tx, run.region));
  else if (run.trial && ofPortalItself(seen.probes).some(({ got }) => got !== "inconclusive"))
    await inTransaction(actor, (tx) => stsWorks(tx, run.region));
}

/** The optional principals have their own credentials, whose failures say nothing about the portal's. */
function ofPortalItself(probes: Seen["probes"]): Seen["probes"] {
  return probes.filter(({ name }) => name !== "outside-principal" && name !== "second-principal");
}
