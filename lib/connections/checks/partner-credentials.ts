import { inTransaction } from "#db/in-transaction.ts";
import { stsBroken, stsWorks } from "#db/queries/sts-calls.ts";
import type { Actor } from "#kernel/actor.ts";
import type { FinishedRun } from "#lib/verification/engine/run-probes.ts";

type Seen = Pick<FinishedRun, "probes" | "control">;

/**
 * Whether AWS rejected the portal's own credentials throughout a run. Then no role is at fault, and no run can have a result.
 * One allowed or denied probe shows that the credentials work; a passed canary check doesn't, because it may be minutes old.
 */
function credentialsRejected({ probes, control }: Seen): boolean {
  if (ofPortalItself(probes).some(({ got }) => got !== "inconclusive")) return false;
  const whys = [control.kind === "inconclusive" ? control.why : null, ...ofPortalItself(probes).map(({ why }) => why)];
  return whys.includes("our-credentials");
}

/**
 * Pauses all runs when AWS rejected the portal's credentials, and resumes them when a trial run got an answer, whether allowed
 * or denied. Staff are alerted once, and the alert resolves automatically.
 */
export async function watchCredentials(actor: Actor, run: { readonly region: string; readonly trial: boolean }, seen: Seen): Promise<void> {
  if (credentialsRejected(seen)) await inTransaction(actor, (tx) => stsBroken(tx, run.region));
  else if (run.trial && ofPortalItself(seen.probes).some(({ got }) => got !== "inconclusive"))
    await inTransaction(actor, (tx) => stsWorks(tx, run.region));
}

/** The optional principals have their own credentials, whose failures say nothing about the portal's. */
function ofPortalItself(probes: Seen["probes"]): Seen["probes"] {
  return probes.filter(({ name }) => name !== "outside-principal" && name !== "second-principal");
}
