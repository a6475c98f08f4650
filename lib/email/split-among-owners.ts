import { inTransaction } from "#db/in-transaction.ts";
import { splitOwnersJob } from "#db/queries/people.ts";
import type { ConnectionId, CustomerId, UserId } from "#kernel/ids.ts";

/**
 * Replaces an email job for all owners with one job for each owner, in one transaction: a failed email or a killed
 * worker then does not cause the other owners' emails to be sent again. Calling it again does nothing.
 */
export async function splitAmongOwners(queue: string, jobId: string): Promise<void> {
  await inTransaction({ kind: "system", task: "worker" }, (tx) => splitOwnersJob(tx, queue, jobId));
}

/** An email job for one owner about one connection. */
export interface OwnerNotice {
  readonly customerId: CustomerId;
  readonly connectionId: ConnectionId;
  readonly userId: UserId;
  /** The quarantine or reminder: the ID of the job for all owners. */
  readonly event: string;
}
