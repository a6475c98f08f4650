import { and, eq, sql } from "drizzle-orm";
import type { Transaction } from "#db/in-transaction.ts";
import type { RunRow } from "#db/queries/runs-read.ts";
import type { verificationProbes } from "#db/schema/verification-probes.ts";
import { type LogCheck, verificationRuns } from "#db/schema/verification-runs.ts";
import type { ConnectionId, CustomerId, RunId } from "#kernel/ids.ts";
import type { RunReason, Verdict } from "#kernel/verification/verdict.ts";

export interface RunOpening {
  readonly customerId: CustomerId;
  readonly connectionId: ConnectionId;
  readonly id: RunId;
  readonly externalIdId: string;
  readonly reason: RunReason;
  readonly requestedBy: string | null;
  readonly arnHmac: string;
  readonly templateVersion: number;
  readonly sandbox: boolean;
  readonly sessionName: string;
  readonly stsRegion: string;
}

/**
 * Opens a run and closes the connection's previous one if its process died. Returns the start time.
 * @throws 23505 `one_open_run` if another run is in progress, and the budgets `budget` and `check_budget`
 */
export async function openRun(tx: Transaction, run: RunOpening): Promise<Date> {
  const [row] = await tx.insert(verificationRuns).values(run).returning({ startedAt: verificationRuns.startedAt });
  if (row === undefined) throw new Error("a run was not opened");
  return row.startedAt;
}

/** What was not written while a run was open, and is written when it closes. */
export interface UnwrittenAnswers {
  readonly probes: readonly ProbeInsert[];
  readonly plan: RunPlan | undefined;
}

/** Stores the plan of a run while it is open, for the page that follows it. */
export async function planRun(tx: Transaction, customerId: CustomerId, id: RunId, plan: RunPlan): Promise<void> {
  await tx
    .update(verificationRuns)
    .set(plan)
    .where(and(eq(verificationRuns.customerId, customerId), eq(verificationRuns.id, id)));
}

export type ProbeInsert = Omit<typeof verificationProbes.$inferInsert, "customerId" | "runId" | "at" | "expected">;

/**
 * Stores the results of probes. The database quarantines the connection in the same statement if a result shows a weakness. The
 * results are one JSON parameter: building and parsing a statement with ten parameters for each probe took longer than storing
 * them.
 */
export async function insertProbes(tx: Transaction, customerId: CustomerId, runId: RunId, probes: readonly ProbeInsert[]): Promise<void> {
  if (probes.length === 0) return;
  await tx.execute(sql`insert into verification_probes (customer_id, run_id, n, name, got, code, request_id, sent_hint, ms, mac)
    select ${customerId}, ${runId}, n, name, got, code, "requestId", "sentHint", ms, mac from jsonb_to_recordset(${JSON.stringify(probes)}::jsonb)
      p(n int, name text, got text, code text, "requestId" text, "sentHint" text, ms int, mac text)`);
}

/** How many probes a run has planned, and how many retired IDs the account has, of which only some are probed. */
export interface RunPlan {
  readonly planned: number;
  readonly retiredTotal: number;
}

export interface RunClosing {
  readonly verdict: Verdict;
  readonly control: "ok" | "failed" | "not-configured" | null;
  readonly outcomeReason: string;
  readonly logChecks: Readonly<Record<string, LogCheck>>;
  /** The account ID if the verdict is secure, otherwise masked except for the last four digits. */
  readonly accountId: string;
  /** Null unless the verdict is secure. */
  readonly roleId: string | null;
}

export type ClosedRun = RunRow & { readonly finishedAt: Date };

/**
 * Closes a run, which can't be reopened. Returns the row as the database stored it, with its own time as the end. Read the answers after it:
 * this statement waits for a transaction that inserts one, and sees only what was committed when it began.
 * @param plan if it was not stored while the run was open
 */
export async function closeRun(
  tx: Transaction,
  customerId: CustomerId,
  id: RunId,
  closing: RunClosing,
  plan: RunPlan | undefined,
): Promise<ClosedRun> {
  const [row] = await tx
    .update(verificationRuns)
    .set({ ...closing, ...plan, finishedAt: sql`now()` })
    .where(and(eq(verificationRuns.customerId, customerId), eq(verificationRuns.id, id)))
    .returning();
  if (row === undefined || row.finishedAt === null) throw new Error("a run was not closed");
  return { ...row, finishedAt: row.finishedAt };
}

/** Stores the MAC of a closed run and the digest of its probes. They can't be changed afterwards. */
export async function signRun(
  tx: Transaction,
  customerId: CustomerId,
  id: RunId,
  signature: { readonly mac: string; readonly probesSha256: string },
): Promise<void> {
  await tx
    .update(verificationRuns)
    .set(signature)
    .where(and(eq(verificationRuns.customerId, customerId), eq(verificationRuns.id, id)));
}
