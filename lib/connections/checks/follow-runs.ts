import { inTransaction } from "#db/in-transaction.ts";
import { findConnection } from "#db/queries/connections-read.ts";
import { checksFreeAt, newestRuns, submissionsLeft } from "#db/queries/runs-read.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import { log, outsideRequests } from "#kernel/log.ts";
import { fail, ok, type Result } from "#kernel/result.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import type { RunEvent } from "#lib/verification/shared/run-view.ts";
import { explainCheckLimit, explainSubmissionLimit } from "./explain-role-arn-problem.ts";
import { findRunState, type RunState } from "./find-run-state.ts";
import { type RunStart, startsLater } from "./start-run.ts";

/** The poll interval while probes come in, and while the portal waits for AWS. A stream ends after LIFE_MS. */
const POLL_MS = 250;
const POLL_WAITING_MS = 1000;
export const LIFE_MS = 150_000;
/** Covers the runs that a follower may have missed between two polls, and earlier runs of the same submission. */
const RUNS = 12;

export interface Following {
  readonly signal?: AbortSignal | undefined;
  /** The longest time to follow, in milliseconds; LIFE_MS by default. */
  readonly atMostMs?: number;
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
  { signal, atMostMs = LIFE_MS }: Following = {},
): AsyncGenerator<RunEvent, void> {
  const { clock } = context;
  const until = clock.now().getTime() + atMostMs;
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
  // It is nobody's own query, so what it logs must not name the request of the follower that came first.
  const next = outsideRequests(() =>
    context.clock.wait(afterMs).then(() => {
      // A follower that joins during the query waits for the next poll.
      polls.delete(key);
      return poll(actor, context, connectionId);
    }),
  );
  polls.set(key, next);
  // When it fails, all its followers may have stopped already, so nobody else would handle the rejection.
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

/**
 * For a person who requests a run while one is in progress that began before: they may just have corrected the role, so that
 * run's result is not their answer. Waits for its end, at most 15 seconds, and then calls `start`, also when the person leaves.
 * `start` gets the ID of the run that was waited for. Its failure becomes the last event.
 */
export async function startAfterRunInProgress(
  actor: CustomerActor,
  context: AppContext,
  connectionId: ConnectionId,
  start: (earlier: string | undefined) => Promise<Result<AsyncIterable<RunEvent>>>,
): Promise<AsyncIterable<RunEvent>> {
  const earlier = await newestRunId(actor, connectionId);
  const started = startsLater(awaitRun(actor, context, connectionId).then(() => start(earlier)));
  // If the person left, nobody else handles the error.
  started.catch((error: unknown) => log("error", "delayed verification not started", { connection: connectionId }, error));
  return eventsOfStart(started);
}

async function* eventsOfStart(started: Promise<Result<AsyncIterable<RunEvent>>>): AsyncGenerator<RunEvent, void> {
  const result = await started;
  if (result.ok) yield* result.value;
  else yield { kind: "failed", code: result.code, message: result.message, field: null };
}

/** The ID of the newest run of a connection, in progress or not. */
export async function newestRunId(actor: CustomerActor, connectionId: ConnectionId): Promise<string | undefined> {
  const [newest] = await inTransaction(actor, (tx) => newestRuns(tx, actor.customerId, connectionId, 1), { readOnly: true });
  return newest?.run.id;
}

/** Refuses a person whose wait ended before the run in progress did. */
export const STILL_IN_PROGRESS = fail(
  "conflict",
  "A verification that began earlier is still in progress. Wait a few seconds, then verify again.",
);

/**
 * What a person gets after requesting a run: its events, or why none was started. If a run is already in progress, no second
 * one starts and the person follows that one.
 */
export async function followStart(
  actor: CustomerActor,
  context: AppContext,
  connectionId: ConnectionId,
  start: RunStart,
): Promise<Result<AsyncIterable<RunEvent>>> {
  switch (start.kind) {
    case "started":
      return ok(start.channel.follow());
    case "in-progress":
      return ok(followRuns(actor, context, connectionId));
    case "not-found":
      return fail("not-found", "not found");
    case "nothing-to-verify":
      return fail("conflict", "This connection has no role yet. Enter the role ARN first.");
    case "paused":
      return fail(
        "unavailable",
        "AWS doesn’t accept the portal’s credentials, so verification is paused. The partner’s staff were notified. You don’t need to change your role.",
      );
    case "over-budget": {
      const { nextAt, now } = await inTransaction(actor, (tx) => submissionsLeft(tx, actor.customerId));
      return fail("limited", explainSubmissionLimit(nextAt ?? new Date(now.getTime() + 600_000), now));
    }
    case "too-many-checks": {
      const { at, now } = await inTransaction(actor, (tx) => checksFreeAt(tx, actor.customerId));
      return fail("limited", explainCheckLimit(at ?? now, now));
    }
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
