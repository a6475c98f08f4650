import type { RequestRun } from "#components/staff/connections/use-requested-runs.ts";
import type { RequestRotationsAction } from "#components/staff/connections/use-rotations.ts";
import type { Action } from "#kernel/action.ts";
import type { InviteOwner } from "./invite-owner-modal.tsx";
import type { SuspendCustomer } from "./suspend-modal.tsx";

/** What staff may do on one customer's page. */
export interface CustomerActs {
  readonly suspend: Action<SuspendCustomer, null>;
  readonly resume: Action<{ customerId: string }, null>;
  readonly requestRun: Action<RequestRun, null>;
  readonly requestRotations: RequestRotationsAction;
  readonly inviteOwner: Action<InviteOwner, null>;
}
