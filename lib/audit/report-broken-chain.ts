import { createHash } from "node:crypto";
import { sqlStateOf } from "#db/database-refusal.ts";
import { inTransaction, type Transaction } from "#db/in-transaction.ts";
import { raiseBrokenChain } from "#db/queries/audit.ts";
import type { StaffActor, SystemActor } from "#kernel/actor.ts";
import { CustomerId } from "#kernel/ids.ts";
import { log } from "#kernel/process/log.ts";
import { type AuditAttributes, recordAudit } from "./record-audit.ts";

/**
 * Raises the alert that a chain is broken, and then audits it as `audit.broken`: in this chain, or, where nothing can be appended to it because
 * its stored end is wrong or it belongs to no customer, in the partner's, which then says whose chain it is. The alert comes first and on its
 * own, because it must not depend on whether the finding can be audited. What was audited before raises no alert again, and is audited again
 * only if a person has verified the chain.
 * @param events how many events before the first wrong one are unchanged
 */
export async function reportBrokenChain(actor: StaffActor | SystemActor, chain: string, events: number): Promise<void> {
  const isNew = await inTransaction(actor, (tx) => raiseBrokenChain(tx, chain, events));
  if (!isNew && actor.kind !== "staff") return;
  const found = { events: String(events) };
  const { own, about } = ownerOf(chain);
  if (own === null) log("error", "audit chain of no customer", { chain });
  if (own !== null && (await isAppended(actor, (tx) => recordAudit(tx, actor, own, "audit.broken", found)))) return;
  if (own !== "partner" && (await isAppended(actor, (tx) => recordAudit(tx, actor, "partner", "audit.broken", { ...found, ...about }))))
    return;
  log("error", "broken audit chain not audited", { chain });
}

/** The chain that a finding is appended to, if there is one, and what an event in the partner's chain says about whose chain it is. */
function ownerOf(chain: string): { readonly own: CustomerId | "partner" | null; readonly about: AuditAttributes } {
  if (chain === "partner") return { own: chain, about: {} };
  const customer = CustomerId.safeParse(chain).data;
  // A name that only looks like a customer's ID is a forged chain. The audit takes no free text, so it has the hash of its name.
  if (customer === chain) return { own: customer, about: { customer } };
  return { own: null, about: { chain: createHash("sha256").update(chain, "utf8").digest("hex") } };
}

/** Whether an event could be appended; false if the chain does not exist (P0002), or if its next event exists already (23505). */
async function isAppended(actor: StaffActor | SystemActor, append: (tx: Transaction) => Promise<void>): Promise<boolean> {
  try {
    await inTransaction(actor, append);
    return true;
  } catch (error) {
    if (["23505", "P0002"].includes(sqlStateOf(error) ?? "")) return false;
    throw error;
  }
}
