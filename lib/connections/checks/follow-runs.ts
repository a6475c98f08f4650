import { inTransaction } from "#db/in-transaction.ts";
import { findConnection } from "#db/queries/connections-read.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import { outsideRequests } from "#kernel/process/log.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import type { RunEvent } from "#lib/verification/shared/run-view.ts";
import { findRunState, type RunState } from "./find-run-state.ts";

/** The poll interval while probes come in, and while the portal waits for AWS. A stream ends after LIFE_MS. */
const POLL_MS = 250;
const POLL_WAITING_MS = 1000;
export const LIFE_MS = 150_000;
/** Covers the runs that a follower may have missed between two polls, and earlier runs of the same submission. */
const RUNS = 12;

export interface Following {
  readonly signal?: AbortSignal | undefined;
}

/** The next poll of each connection, shared by all its followers in this process. */
const nextPolls = new WeakMap<AppContext, Map<string, Promise<RunState | undefined>>>();

/**
 * Reports from the database how a connection's newest run continues, whichever process executes it: first its current state,
 * then each answer, the closing, and the worker's further tries. It ends when nothing more will come, after two and a half
 * minutes, or with the signal. For a connection that does not exist or is another customer's, it ends without an event. All
 * followers of one connection in this process share one query.
 */
export async function* followRuns(
  actor: CustomerActor,
  context: AppContext,
  connectionId: ConnectionId,
  { signal }: Following = {},
): AsyncGenerator<RunEvent, void> {
  const { clock } = context;
  const until = clock.now().getTime() + LIFE_MS;
  let seen: RunState | undefined;
  let state = await poll(actor, context, connectionId);
  while (state !== undefined && signal?.aborted !== true) {
    yield* eventsBetween(seen, state);
    seen = state;
    const inProgress = state.runs[0]?.finishedAt === null;
    if (!inProgress && state.waiting === null) return;
    if (clock.now().getTime() >= until) return;
    state = await unlessAborted(nextPoll(actor, context, connectionId, inProgress ? POLL_MS : POLL_WAITING_MS), signal);
  }
}

/** The poll after `afterMs` milliseconds: the one that other followers already wait for, or a new one. */
function nextPoll(actor: CustomerActor, context: AppContext, connectionId: ConnectionId, afterMs: number): Promise<RunState | undefined> {
  const polls = nextPolls.get(context) ?? new Map<string, Promise<RunState | undefined>>();
  nextPolls.set(context, polls);
  const key = `${actor.customerId} ${connectionId}`;
  const waited = polls.get(key);
  if (waited !== undefined) return waited;
  // The query serves every follower, so what it logs must not name the request of the first one.
  const next = outsideRequests(() =>
    context.clock.wait(afterMs).then(() => {
      // A follower that joins during the query waits for the next poll.
      polls.delete(key);
      return poll(actor, context, connectionId);
    }),
  );
  polls.set(key, next);
  // When it fails, all its followers may have stopped already, so the rejection would not be handled elsewhere.
  next.catch(() => undefined);
  return next;
}

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T | undefined> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const leave = () => resolve(undefined);
    if (signal.aborted) leave();
    signal.addEventListener("abort", leave, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
  });
}

function poll(actor: CustomerActor, context: AppContext, connectionId: ConnectionId): Promise<RunState | undefined> {
  return inTransaction(
    actor,
    async (tx) => {
      const row = await findConnection(tx, actor.customerId, connectionId);
      return row && findRunState(tx, actor, context, row, RUNS);
    },
    { readOnly: true },
  );
}

/** Slightly longer than a run may take. */
const AWAIT_RUN_MS = 15_000;

/** Waits for the end of a connection's run in progress, whichever process executes it, but at most 15 seconds. */
export async function awaitRun(actor: CustomerActor, context: AppContext, connectionId: ConnectionId): Promise<void> {
  const [late, ended] = [new AbortController(), new AbortController()];
  const untilClosed = async () => {
    for await (const event of followRuns(actor, context, connectionId, { signal: late.signal })) if (event.kind === "closed") return;
  };
  // Not only between polls: a query can take long, too.
  const untilLate = context.clock.wait(AWAIT_RUN_MS, ended.signal).then(
    () => late.abort(),
    () => undefined,
  );
  try {
    await Promise.race([untilClosed(), untilLate]);
  } finally {
    ended.abort();
  }
}

/** What happened between two polls of a connection's newest run, in order. Pure. */
function eventsBetween(before: RunState | undefined, now: RunState): readonly RunEvent[] {
  const run = now.runs[0];
  if (run === undefined) return [];
  const previous = before?.runs.find(({ id }) => id === run.id);
  const closed: RunEvent = { kind: "closed", run, waiting: now.waiting };
  if (previous === undefined) {
    const opened: RunEvent = { kind: "opened", run };
    return run.finishedAt === null ? [opened] : [opened, closed];
  }
  const events: RunEvent[] = run.probes
    .filter((probe) => probe.got !== null && previous.probes.find(({ n }) => n === probe.n)?.got == null)
    .map((probe) => ({ kind: "probe", probe }));
  if (run.finishedAt !== null && previous.finishedAt === null) events.push(closed);
  else if (run.finishedAt !== null && before?.waiting != null && now.waiting === null) events.push(closed);
  return events;
}
