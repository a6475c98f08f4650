import { inTransaction } from "#db/in-transaction.ts";
import { findConnection } from "#db/queries/connections-read.ts";
import type { CustomerActor } from "#lib/kernel/actor.ts";
import type { ConnectionId } from "#lib/kernel/ids.ts";
import type { RunEvent } from "#lib/verification/run-view.ts";
import type { Deployment } from "./deployment.ts";
import { findRunState, type RunState } from "./find-run-state.ts";
import { newsOf } from "./news-of-runs.ts";

/** Four looks a second while probes come in, fewer while AWS is waited for; nobody follows one stream for longer than this. */
const LOOK_MS = 250;
const LOOK_WAITING_MS = 1000;
const LIFE_MS = 150_000;
/** Runs that a follower may have missed between two looks, and those before that belong to the same submission. */
const RUNS = 12;

export interface Following {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Tells from the database how a connection's newest run goes on, whichever process executes it: first where it stands,
 * then each answer, the closing, and the worker's further tries. It ends when nothing more is to come, after two and a
 * half minutes, or with the signal. A foreign connection and an absent one end at once without a word.
 */
export async function* followRuns(
  actor: CustomerActor,
  deployment: Deployment,
  connectionId: ConnectionId,
  { signal }: Following = {},
): AsyncGenerator<RunEvent, void> {
  const { clock } = deployment;
  const until = clock.now().getTime() + LIFE_MS;
  let seen: RunState | undefined;
  while (signal?.aborted !== true && clock.now().getTime() < until) {
    const state = await lookAt(actor, deployment, connectionId);
    if (state === undefined) return;
    yield* newsOf(seen, state);
    seen = state;
    const goesOn = state.runs[0]?.finishedAt === null;
    if (!goesOn && state.waiting === null) return;
    const stopped = await clock.wait(goesOn ? LOOK_MS : LOOK_WAITING_MS, signal).then(
      () => false,
      () => true,
    );
    if (stopped) return;
  }
}

function lookAt(actor: CustomerActor, deployment: Deployment, connectionId: ConnectionId): Promise<RunState | undefined> {
  return inTransaction(
    actor,
    async (tx) => {
      const row = await findConnection(tx, actor.customerId, connectionId);
      return row && findRunState(tx, actor, deployment, row, RUNS);
    },
    { readOnly: true },
  );
}
