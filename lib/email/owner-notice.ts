import type { ConnectionId, CustomerId, UserId } from "#kernel/ids.ts";

/** What one owner is to be told about one connection. */
export interface OwnerNotice {
  readonly customerId: CustomerId;
  readonly connectionId: ConnectionId;
  readonly userId: UserId;
  /** Which quarantine or reminder it is about: the id of the job that was for all owners. */
  readonly event: string;
}
