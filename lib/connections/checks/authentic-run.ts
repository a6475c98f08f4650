import type { RunWithProbes } from "#db/queries/runs-read.ts";
import type { Actor } from "#kernel/actor.ts";
import type { KeyRing } from "#lib/crypto/seal-role-arn.ts";
import { checkProbe, checkRun, NOT_AUTHENTIC } from "./evidence-mac.ts";
import { raiseForgery } from "./raise-forgery.ts";

/**
 * A stored run as it may be shown. One that the portal did not close so is inconclusive, whatever it says, and so is each
 * answer that the portal did not write; a lost or an open run keeps the answers that it did write. A forgery raises the
 * alert, in a transaction of its own that nothing waits for. A report whose key has left the ring is not believed either,
 * but nobody is alerted; to migration 0044 the reports before it are such.
 */
export function authenticRun(actor: Actor, ring: KeyRing, row: RunWithProbes): RunWithProbes {
  const { run, probes } = row;
  const authenticity = checkRun(ring, row);
  if (authenticity === "authentic") return row;
  const isClosed = run.verdict !== null && run.verdict !== "lost";
  // A lost run proves nothing, and one from before reports were signed may be among them.
  if (authenticity === "forged" || (authenticity === "unsigned" && run.verdict !== "lost")) void raiseForgery(actor, run);
  const answers = probes.map((probe) =>
    !isClosed && checkProbe(ring, run, probe) === "authentic"
      ? probe
      : { ...probe, got: "inconclusive" as const, code: "not-authentic", requestId: null },
  );
  if (!isClosed) return { run, probes: answers };
  const { accountId } = run;
  const masked = accountId === null ? null : `********${accountId.slice(-4)}`;
  const believed = { verdict: "inconclusive" as const, outcomeReason: NOT_AUTHENTIC, control: null, logChecks: null };
  return { run: { ...run, ...believed, accountId: masked, roleId: null }, probes: answers };
}
