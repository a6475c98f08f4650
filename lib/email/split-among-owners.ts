import { inTransaction } from "#db/in-transaction.ts";
import { splitOwnersJob } from "#db/queries/people.ts";
import type { ConnectionId, CustomerId, UserId } from "#kernel/ids.ts";

/**
 * Ends a mail job that is for all owners and leaves one for each, all at once or not at all: so a mail that fails, or a worker
 * that is killed, makes nobody else's be sent anew. A second time it does nothing.
 */
export async function splitAmongOwners(queue: string, jobId: string): Promise<void> {
  await inTransaction({ kind: "system", task: "worker" }, (tx) => splitOwnersJob(tx, queue, jobId));
}

/** What one owner is to be told about one connection. */
export interface OwnerNotice {
  readonly customerId: CustomerId;
  readonly connectionId: ConnectionId;
  readonly userId: UserId;
  /** Which quarantine or reminder it is about: the id of the job that was for all owners. */
  readonly event: string;
}
