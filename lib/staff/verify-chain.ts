import { inTransaction } from "#db/in-transaction.ts";
import { staffCustomer } from "#db/queries/customers.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { CustomerId } from "#kernel/ids.ts";
import { fail, ok, type Result } from "#kernel/result.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import { reportBrokenChain } from "#lib/audit/report-broken-chain.ts";
import { verifyOneChain } from "#lib/audit/verify-audit-chain.ts";
import type { ChainVerification } from "#lib/staff/shared/audit-view.ts";

/** The most events that one verification reads, about five seconds of work. `sallyport audit verify` reads all. */
export const MOST_VERIFIED = 100_000;

/**
 * Recomputes the hashes of one chain, of a customer or of the partner, and compares its end with the stored one. Audited in this chain; a
 * broken one raises an alert. It can't detect an end that was cut off together with its head: for that, `sallyport audit verify` compares a chain with checkpoints.
 */
export async function verifyChain(actor: StaffActor, chain: CustomerId | "partner"): Promise<Result<ChainVerification>> {
  if (chain !== "partner" && (await inTransaction(actor, (tx) => staffCustomer(tx, chain), { readOnly: true })) === null)
    return fail("not-found", "This customer does not exist.");
  const found = await verifyOneChain(actor, chain, MOST_VERIFIED);
  if (found.broken === null) {
    const result = found.isWhole ? "intact" : "in-part";
    await inTransaction(actor, (tx) => recordAudit(tx, actor, chain, "audit.verified", { result, events: String(found.events) }));
  } else {
    const { seq, problem } = found.broken;
    // The stored end is wrong after the last event, which is intact.
    await reportBrokenChain(actor, chain, problem === "head" ? seq : seq - 1);
  }
  return ok(found);
}
