import { inTransaction } from "#db/in-transaction.ts";
import { splitOwnersJob } from "#db/queries/people-owners.ts";

/**
 * Ends a mail job that is for all owners and leaves one for each, all at once or not at all: so a mail that fails, or a worker
 * that is killed, makes nobody else's be sent anew. A second time it does nothing.
 */
export async function splitAmongOwners(queue: string, jobId: string): Promise<void> {
  await inTransaction({ kind: "system", task: "worker" }, (tx) => splitOwnersJob(tx, queue, jobId));
}
