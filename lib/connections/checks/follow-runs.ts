import { inTransaction } from "#db/in-transaction.ts";
import { findConnection } from "#db/queries/connections-read.ts";
import { checksFreeAt, submissionsLeft } from "#db/queries/runs-read.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import { fail, ok, type Result } from "#kernel/result.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import type { RunEvent } from "#lib/verification/shared/run-view.ts";
import { explainCheckLimit, explainSubmissionLimit } from "./explain-role-arn-problem.ts";
import { findRunState, type RunState } from "./find-run-state.ts";
import type { RunStart } from "./start-run.ts";

/** Four looks a second while probes come in, fewer while AWS is waited for; nobody follows one stream for longer than this. */
const LOOK_MS = 250;
const LOOK_WAITING_MS = 1000;
export const LIFE_MS = 150_000;
/** Runs that a follower may have missed between two looks, and those before that belong to the same submission. */
const RUNS = 12;

export interface Following {
  readonly signal?: AbortSignal | undefined;
}

/** The next look at a connection, which all who follow it in this process wait for. */
const nextLooks = new WeakMap<AppContext, Map<string, Promise<RunState | undefined>>>();

/**
 * Tells from the database how a connection's newest run goes on, whichever process executes it: first where it stands,
 * then each answer, the closing, and the worker's further tries. It ends when nothing more is to come, after two and a
 * half minutes, or with the signal. A foreign connection and an absent one end at once without a word. However many
 * follow one connection in this process, the database is asked once for all of them.
 */
export async function* followRuns(
  actor: CustomerActor,
  deployment: AppContext,
  connectionId: ConnectionId,
  { signal }: Following = {},
): AsyncGenerator<RunEvent, void> {
  const { clock } = deployment;
  const until = clock.now().getTime() + LIFE_MS;
  let seen: RunState | undefined;
  let state = await lookAt(actor, deployment, connectionId);
  while (state !== undefined && signal?.aborted !== true) {
    yield* newsOf(seen, state);
    seen = state;
    const goesOn = state.runs[0]?.finishedAt === null;
    if (!goesOn && state.waiting === null) return;
    if (clock.now().getTime() >= until) return;
    state = await unlessAborted(nextLook(actor, deployment, connectionId, goesOn ? LOOK_MS : LOOK_WAITING_MS), signal);
  }
}

/** The look after so long: the one that somebody waits for already, or a new one. */
function nextLook(
  actor: CustomerActor,
  deployment: AppContext,
  connectionId: ConnectionId,
  afterMs: number,
): Promise<RunState | undefined> {
  const looks = nextLooks.get(deployment) ?? new Map<string, Promise<RunState | undefined>>();
  nextLooks.set(deployment, looks);
  const key = `${actor.customerId} ${connectionId}`;
  const waited = looks.get(key);
  if (waited !== undefined) return waited;
  const look = deployment.clock.wait(afterMs).then(() => {
    // Who comes while the database is being asked waits for the look after it.
    looks.delete(key);
    return lookAt(actor, deployment, connectionId);
  });
  looks.set(key, look);
  // All who waited for it may have left by the time it fails.
  look.catch(() => undefined);
  return look;
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

function lookAt(actor: CustomerActor, deployment: AppContext, connectionId: ConnectionId): Promise<RunState | undefined> {
  return inTransaction(
    actor,
    async (tx) => {
      const row = await findConnection(tx, actor.customerId, connectionId);
      return row && findRunState(tx, actor, deployment, row, RUNS);
    },
    { readOnly: true },
  );
}

/** Somewhat more than a run may take. */
const PATIENCE_MS = 15_000;

/** Waits for the end of the run that goes on for a connection, whichever process executes it. */
export async function awaitRun(actor: CustomerActor, deployment: AppContext, connectionId: ConnectionId): Promise<void> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  for await (const event of followRuns(actor, deployment, connectionId, { signal })) {
    if (event.kind === "closed") return;
  }
}

/**
 * What a person is told when a run was started for them, or why it was not. While one is going on already (another tab's,
 * the worker's) there is no second one: they follow it.
 */
export async function followStart(
  actor: CustomerActor,
  deployment: AppContext,
  connectionId: ConnectionId,
  start: RunStart,
): Promise<Result<AsyncIterable<RunEvent>>> {
  switch (start.kind) {
    case "started":
      return ok(start.channel.follow());
    case "in-progress":
      return ok(followRuns(actor, deployment, connectionId));
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

/** What happened between two looks at a connection's newest run, in the order in which it happened. Pure. */
function newsOf(before: RunState | undefined, now: RunState): readonly RunEvent[] {
  const run = now.runs[0];
  if (run === undefined) return [];
  const former = before?.runs.find(({ id }) => id === run.id);
  const closed: RunEvent = { kind: "closed", run, waiting: now.waiting };
  if (former === undefined) {
    const opened: RunEvent = { kind: "opened", run };
    return run.finishedAt === null ? [opened] : [opened, closed];
  }
  const news: RunEvent[] = run.probes
    .filter((probe) => probe.got !== null && former.probes.find(({ n }) => n === probe.n)?.got == null)
    .map((probe) => ({ kind: "probe", probe }));
  if (run.finishedAt !== null && former.finishedAt === null) news.push(closed);
  else if (run.finishedAt !== null && before?.waiting != null && now.waiting === null) news.push(closed);
  return news;
}
