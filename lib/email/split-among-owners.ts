import { inTransaction } from "#db/in-transaction.ts";
import { splitOwnersJob } from "#db/queries/people.ts";

/**
 * Replaces an email job for all owners with one job for each owner, and of a security notice also for each confirmed contact, in one
 * transaction: a failed email or a killed worker then does not cause the others' emails to be sent again. Calling it again does nothing.
 */
export async function splitAmongOwners(queue: string, jobId: string): Promise<void> {
  await inTransaction({ kind: "system", task: "worker" }, (tx) => splitOwnersJob(tx, queue, jobId));
}
