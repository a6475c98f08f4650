import { inTransaction } from "#db/in-transaction.ts";
import { findConnection } from "#db/queries/connections-read.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import type { RunEvent } from "#lib/verification/shared/run-view.ts";
import { findRunState, type RunState } from "./find-run-state.ts";
import { newsOf } from "./run-notifications.ts";

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
