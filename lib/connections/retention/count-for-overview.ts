import { inTransaction } from "#db/in-transaction.ts";
import { countCalls, countConnections, countForLists, countOnboarding, countVerifications, pruneCounts } from "#db/queries/retention.ts";
import type { SystemActor } from "#kernel/actor.ts";

/** Hours of one transaction, at 300,000 connections 150,000 verifications. More than two are left only after the worker was down. */
const HOURS_A_STEP = 6;
const CUSTOMERS_A_STEP = 200;
/** The most steps of one turn, so that counting a long past does not keep a worker from stopping. The rest follows in the next turn. */
const STEPS_A_TURN = 50;

/** Counts verifications by hour and the calls to AWS. Each step is one transaction; repeating a turn changes nothing. */
export async function countHours(actor: SystemActor, signal: AbortSignal): Promise<void> {
  for (let step = 0; step < STEPS_A_TURN && !signal.aborted; step++)
    if ((await inTransaction(actor, (tx) => countVerifications(tx, HOURS_A_STEP))) < HOURS_A_STEP) break;
  await inTransaction(actor, (tx) => countCalls(tx));
}

/** Updates by what the lists of staff are sorted, and what they count. */
export function countLists(actor: SystemActor): Promise<void> {
  return inTransaction(actor, (tx) => countForLists(tx));
}

/** Counts connections by day, and how far new customers have come; deletes the oldest counts. */
export async function countDays(actor: SystemActor, signal: AbortSignal): Promise<void> {
  await inTransaction(actor, (tx) => countConnections(tx));
  for (let step = 0; step < STEPS_A_TURN && !signal.aborted; step++)
    if ((await inTransaction(actor, (tx) => countOnboarding(tx, CUSTOMERS_A_STEP))) < CUSTOMERS_A_STEP) break;
  await inTransaction(actor, (tx) => pruneCounts(tx));
}
