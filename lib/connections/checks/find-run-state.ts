import { inTransaction, type Transaction } from "#db/in-transaction.ts";
import { type ConnectionRow, findConnection } from "#db/queries/connections-read.ts";
import { peopleNamed } from "#db/queries/people.ts";
import { newestRuns, type RunWithProbes } from "#db/queries/runs-read.ts";
import type { Actor, CustomerActor } from "#kernel/actor.ts";
import { ConnectionId, CustomerId } from "#kernel/ids.ts";
import { NOT_FOUND, ok, type Result } from "#kernel/result.ts";
import type { RunReason } from "#kernel/verification/verdict.ts";
import { type AppContext, principalsOf } from "#lib/connections/app-context.ts";
import { authenticRun } from "#lib/connections/evidence/evidence-mac.ts";
import { WAIT_FOR_AWS_MS } from "#lib/connections/schedule/next-check.ts";
import { toRunView } from "#lib/connections/views/to-run-view.ts";
import type { RunView, WaitingView } from "#lib/verification/shared/run-view.ts";
import type { RunSurroundings } from "./run-outcome.ts";

export interface RunState {
  /** Newest first. */
  readonly runs: readonly RunView[];
  /** A new role that is retried; null when nothing is waited for. */
  readonly waiting: WaitingView | null;
}

/** The newest runs of a connection as the pages show them, and whether the portal still waits for AWS. */
export async function findRunState(
  tx: Transaction,
  actor: Actor,
  { env }: AppContext,
  connection: ConnectionRow,
  limit: number,
  rotationChecks: "kept" | "left-out" = "kept",
): Promise<RunState> {
  const [customerId, connectionId] = [CustomerId.parse(connection.customerId), ConnectionId.parse(connection.id)];
  const stored = await newestRuns(tx, customerId, connectionId, Math.max(limit, 1), rotationChecks);
  const rows = stored.map((row) => authenticRun(actor, env.dataKeys, row));
  const requestedBy = [...new Set(rows.flatMap(({ run }) => (run.requestedBy === null ? [] : [run.requestedBy])))];
  const names = await peopleNamed(tx, requestedBy);
  const waiting = waitingOf(connection, rows);
  const runs = rows.map((row, place) =>
    toRunView(row, {
      requestedBy: names.get(row.run.requestedBy ?? "") ?? null,
      about: ABOUT[row.run.reason] ?? "connection",
      waitingUntil: place === newestClosed(rows) && waiting !== null ? new Date(waiting.until) : null,
      principals: principalsOf(env),
    }),
  );
  return { runs: runs.slice(0, limit), waiting };
}

/** One closed and authentic run, as its report shows it: nothing is waited for any more. */
export async function viewOfRun(tx: Transaction, { env }: AppContext, row: RunWithProbes): Promise<RunView> {
  const { requestedBy, reason } = row.run;
  const names = await peopleNamed(tx, requestedBy === null ? [] : [requestedBy]);
  return toRunView(row, {
    requestedBy: names.get(requestedBy ?? "") ?? null,
    about: ABOUT[reason] ?? "connection",
    waitingUntil: null,
    principals: principalsOf(env),
  });
}

const ABOUT: Partial<Record<RunReason, RunSurroundings["about"]>> = { submit: "submission", rotation: "rotation" };

function newestClosed(rows: readonly RunWithProbes[]): number {
  return rows.findIndex(({ run }) => run.finishedAt !== null);
}

/** Waiting starts with the first denial of a submission and lasts while the connection is still being verified. */
function waitingOf(connection: ConnectionRow, rows: readonly RunWithProbes[]): WaitingView | null {
  const { status, waitingUntil, nextCheckAt } = connection;
  if (status !== "verifying" || waitingUntil === null) return null;
  const since = waitingUntil.getTime() - WAIT_FOR_AWS_MS - 1000;
  const ofThisArn = rows.filter(({ run }) => run.arnHmac === rows[0]?.run.arnHmac && run.startedAt.getTime() >= since);
  const closed = ofThisArn.filter(({ run }) => run.verdict !== null);
  if (closed[0]?.run.verdict !== "access-denied") return null;
  const tries = closed.filter(({ run }) => run.verdict === "access-denied").length;
  const inProgress = rows[0]?.run.finishedAt === null;
  return { tries, nextTryAt: inProgress ? null : (nextCheckAt?.getTime() ?? null), until: waitingUntil.getTime() };
}

/** The newest run of a connection, or null when there was none. */
export async function findNewestRun(
  actor: CustomerActor,
  context: AppContext,
  connectionId: ConnectionId,
): Promise<Result<RunView | null>> {
  return inTransaction(
    actor,
    async (tx) => {
      const row = await findConnection(tx, actor.customerId, connectionId);
      if (row === undefined) return NOT_FOUND;
      const { runs } = await findRunState(tx, actor, context, row, 1);
      return ok(runs[0] ?? null);
    },
    { readOnly: true },
  );
}
