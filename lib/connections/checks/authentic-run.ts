import type { RunWithProbes } from "#db/queries/runs-read.ts";
import type { Actor } from "#kernel/actor.ts";
import type { KeyRing } from "#lib/crypto/seal-role-arn.ts";
import { checkProbe, checkRun, NOT_AUTHENTIC } from "./evidence-mac.ts";
import { raiseForgery } from "./raise-forgery.ts";

/**
 * A stored run as it may be shown. A run whose MAC is missing or wrong is shown as inconclusive, whatever its row says, and
 * so is each answer with a wrong MAC; an open or lost run keeps its authentic answers. A forged run raises a staff alert, in a
 * separate transaction that nothing waits for. A run whose key has left the key ring is shown as inconclusive without an
 * alert; migration 0044 marks the unsigned runs before it in that way.
 */
export function authenticRun(actor: Actor, ring: KeyRing, row: RunWithProbes): RunWithProbes {
  const { run, probes } = row;
  const authenticity = checkRun(ring, row);
  if (authenticity === "authentic") return row;
  const isClosed = run.verdict !== null && run.verdict !== "lost";
  // An unsigned lost run raises no alert: it shows no result, and it may be older than the signatures.
  if (authenticity === "forged" || (authenticity === "unsigned" && run.verdict !== "lost")) void raiseForgery(actor, run);
  const answers = probes.map((probe) =>
    !isClosed && checkProbe(ring, run, probe) === "authentic"
      ? probe
      : { ...probe, got: "inconclusive" as const, code: "not-authentic", requestId: null },
  );
  if (!isClosed) return { run, probes: answers };
  const { accountId } = run;
  const masked = accountId === null ? null : `********${accountId.slice(-4)}`;
  const inconclusive = { verdict: "inconclusive" as const, outcomeReason: NOT_AUTHENTIC, control: null, logChecks: null };
  return { run: { ...run, ...inconclusive, accountId: masked, roleId: null }, probes: answers };
}
