"use client";

import type { RequestRun } from "#components/staff/connections/use-requested-runs.ts";
import type { RequestRotationsAction } from "#components/staff/connections/use-rotations.ts";
import type { Action } from "#kernel/action.ts";
import type { FleetCustomer } from "#lib/staff/shared/fleet-view.ts";
import { type InviteOwner, InviteOwnerDialog } from "./invite-owner-dialog.tsx";
import { ResumeDialog, type SuspendCustomer, SuspendDialog } from "./suspend-dialog.tsx";

/** The dialog that is open, or null. */
export type CustomerDialog = "suspend" | "resume" | "invite" | null;

/** The three dialogs of a customer's page. The page shows what was done. */
export function CustomerDialogs(props: {
  customer: FleetCustomer;
  actions: CustomerActions;
  dialog: CustomerDialog;
  onClose(): void;
  notify(sentence: string): void;
}) {
  const { customer, actions, dialog, onClose, notify } = props;
  const shared = { customerId: customer.id, name: customer.name, onClose };
  return (
    <>
      <SuspendDialog
        {...shared}
        visible={dialog === "suspend"}
        suspend={actions.suspend}
        onDone={() => notify(`${customer.name} is suspended. Log access has stopped.`)}
      />
      <ResumeDialog
        {...shared}
        visible={dialog === "resume"}
        resume={actions.resume}
        onDone={() => notify(`${customer.name} is resumed. Log access requires a verification from the last 24 hours.`)}
      />
      <InviteOwnerDialog
        {...shared}
        visible={dialog === "invite"}
        invite={actions.inviteOwner}
        onInvited={(email) => notify(`${email} will receive a single-use link by email.`)}
      />
    </>
  );
}

/** The actions that staff can take on a customer's page. */
export interface CustomerActions {
  readonly suspend: Action<SuspendCustomer, null>;
  readonly resume: Action<{ customerId: string }, null>;
  readonly requestRun: Action<RequestRun, null>;
  readonly requestRotations: RequestRotationsAction;
  readonly inviteOwner: Action<InviteOwner, null>;
}
