import { inTransaction, type Transaction } from "#db/in-transaction.ts";
import { insertProbes, type ProbeInsert, planRun, type RunOpening, type UnwrittenAnswers } from "#db/queries/runs-write.ts";
import type { Actor } from "#kernel/actor.ts";
import { probeMac } from "#lib/connections/evidence/evidence-mac.ts";
import type { PreviousIdAnswer } from "#lib/connections/rotation/rotation.ts";
import { storedProbeName } from "#lib/connections/views/to-run-view.ts";
import type { KeyRing } from "#lib/crypto/seal-role-arn.ts";
import type { ProbePlan, ProbeResult } from "#lib/verification/engine/probe.ts";

export interface ProbeWriter {
  plan(plan: ProbePlan, retiredTotal: number): void;
  add(result: ProbeResult): void;
  /** What the role did with its previous External ID, numbered after all planned probes. */
  addPrevious(n: number, answer: PreviousIdAnswer): void;
  /** Waits for pending writes, and returns what the transaction that closes the run must write. @throws when a write failed */
  rest(): Promise<UnwrittenAnswers>;
}

/**
 * Writes answers while other probes are in progress: each in a short transaction, and those that arrive during a write together
 * in the next one. The run never waits for it, so the database does not delay the verdict. After a failed write it writes no
 * more and the closing fails: the run is then lost, never wrong. If no person follows the run, `at-the-end` leaves the answers to
 * the closing transaction; an allowed negative probe is still written immediately, because it quarantines the connection. Each
 * row has a MAC, so that no other answer can be taken for one of this run.
 */
export function createProbeWriter(actor: Actor, ring: KeyRing, run: RunOpening, when: "as-they-come" | "at-the-end"): ProbeWriter {
  const { customerId, id: runId } = run;
  const signed = (probe: Omit<ProbeInsert, "mac">): ProbeInsert => ({ ...probe, mac: probeMac(ring, run, probe) });
  let pending: UnwrittenAnswers = { probes: [], plan: undefined };
  let writing: Promise<void> | undefined;
  let failure: { readonly error: unknown } | undefined;

  function take(): UnwrittenAnswers {
    const batch = pending;
    pending = { probes: [], plan: undefined };
    return batch;
  }
  async function write(tx: Transaction, { probes, plan }: UnwrittenAnswers): Promise<void> {
    if (plan !== undefined) await planRun(tx, customerId, runId, plan);
    await insertProbes(tx, customerId, runId, probes);
  }
  async function drain(): Promise<void> {
    while (failure === undefined && (pending.probes.length > 0 || pending.plan !== undefined)) {
      const batch = take();
      try {
        await inTransaction(actor, (tx) => write(tx, batch));
      } catch (error) {
        failure = { error };
      }
    }
    writing = undefined;
  }
  const wake = () => {
    writing ??= Promise.resolve().then(drain);
  };
  return {
    plan({ probes }, retiredTotal) {
      pending = { ...pending, plan: { planned: probes.length, retiredTotal } };
      if (when === "as-they-come") wake();
    },
    add(result) {
      pending = { ...pending, probes: [...pending.probes, signed(rowOf(result))] };
      if (when === "as-they-come" || (result.expected === "denied" && result.got === "allowed")) wake();
    },
    addPrevious(n, answer) {
      const row = { n, name: "retiring", got: answer.got, sentHint: answer.sent, ms: answer.ms } as const;
      pending = { ...pending, probes: [...pending.probes, signed({ ...row, ...fieldsFromAws(answer) })] };
      if (when === "as-they-come") wake();
    },
    async rest() {
      await writing;
      if (failure !== undefined) throw failure.error;
      return take();
    },
  };
}

/**
 * A proxy between the portal and AWS may answer anything. Values that don't look like those of AWS are dropped, because the
 * database would reject them together with the other answers of their batch, which may include one that quarantines.
 */
function fieldsFromAws({ code, requestId }: Pick<ProbeResult, "code" | "requestId">) {
  return {
    code: /^(?!.*arn:)[A-Za-z0-9.:_-]{1,80}$/i.test(code) ? code : null,
    requestId: /^[A-Za-z0-9-]{1,128}$/.test(requestId) ? requestId : null,
  };
}

function rowOf(result: ProbeResult): Omit<ProbeInsert, "mac"> {
  return {
    n: result.n,
    name: storedProbeName(result.name),
    got: result.got,
    ...fieldsFromAws(result),
    sentHint: result.sent,
    ms: result.ms,
  };
}
