import { inTransaction } from "#db/in-transaction.ts";
import { stsBroken, stsWorks } from "#db/queries/runs-sts.ts";
import type { Actor } from "#kernel/actor.ts";
import type { FinishedRun } from "#lib/verification/engine/run-probes.ts";

type Seen = Pick<FinishedRun, "probes" | "control">;

/**
 * Whether AWS refused the portal's own credentials throughout a run: then nobody's role is to blame and no run can prove
 * anything. One true answer among them shows that the credentials work; the control's good answer may be minutes old.
 */
function credentialsRefused({ probes, control }: Seen): boolean {
  if (ours(probes).some(({ got }) => got !== "inconclusive")) return false;
  const whys = [control.kind === "inconclusive" ? control.why : null, ...ours(probes).map(({ why }) => why)];
  return whys.includes("our-credentials");
}

/**
 * Opens the circuit for all runs when AWS refused our credentials, and shuts it again when a trial saw them taken: any
 * true answer, a refusal too, shows that. Staff are alerted once, and the alert ends by itself.
 */
export async function watchCredentials(actor: Actor, run: { readonly region: string; readonly trial: boolean }, seen: Seen): Promise<void> {
  if (credentialsRefused(seen)) await inTransaction(actor, (tx) => stsBroken(tx, run.region));
  else if (run.trial && ours(seen.probes).some(({ got }) => got !== "inconclusive"))
    await inTransaction(actor, (tx) => stsWorks(tx, run.region));
}

/** The optional principals have credentials of their own; theirs failing says nothing about the portal's. */
function ours(probes: Seen["probes"]): Seen["probes"] {
  return probes.filter(({ name }) => name !== "outside-principal" && name !== "second-principal");
}
