import { sqlStateOf } from "#db/database-refusal.ts";
import { inTransaction, type Transaction } from "#db/in-transaction.ts";
import { raiseBrokenChain } from "#db/queries/audit.ts";
import type { StaffActor, SystemActor } from "#kernel/actor.ts";
import { CustomerId } from "#kernel/ids.ts";
import { log } from "#kernel/process/log.ts";
import { recordAudit } from "./record-audit.ts";

/**
 * Raises the alert that a chain is broken, and then audits it: in this chain, or, where nothing can be appended to it because its stored end
 * is wrong or it belongs to no customer, in the partner's. The alert comes first and on its own, because it must not depend on
 * whether the finding can be audited. What was audited before raises no alert again, and is audited again only if a person has verified the chain.
 * @param events how many events before the first wrong one are unchanged
 */
export async function reportBrokenChain(actor: StaffActor | SystemActor, chain: string, events: number): Promise<void> {
  const isNew = await inTransaction(actor, (tx) => raiseBrokenChain(tx, chain, events));
  if (!isNew && actor.kind !== "staff") return;
  const parsed = CustomerId.safeParse(chain).data;
  // A name that only looks like a customer's ID is a forged chain.
  const customer = parsed === chain ? parsed : undefined;
  const found = { result: "broken", events: String(events) };
  const own = customer ?? (chain === "partner" ? chain : null);
  if (own === null) log("error", "audit chain of no customer", { chain });
  if (own !== null && (await isAppended(actor, (tx) => recordAudit(tx, actor, own, "audit.verified", found)))) return;
  const about = { ...found, ...(customer !== undefined && { customer }) };
  if (own !== "partner" && (await isAppended(actor, (tx) => recordAudit(tx, actor, "partner", "audit.broken", about)))) return;
  log("error", "broken audit chain not audited", { chain });
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
