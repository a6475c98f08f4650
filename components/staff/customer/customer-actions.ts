import type { DraftAction, StartAction } from "#components/staff/actions/action-calls.ts";
import type { InviteOwner } from "#components/staff/customers/invite-owner-dialog.tsx";
import type { ResumeCustomer, SuspendCustomer } from "#components/staff/customers/suspend-dialog.tsx";
import type { Action } from "#kernel/action.ts";
import type { Invited, OneInvitation } from "./customer-people.tsx";
import type { AddNote, ChangeTags } from "./record-dialogs.tsx";

/** The actions that staff can take on a customer's page. */
export interface CustomerActions {
  readonly suspend: Action<SuspendCustomer, null>;
  readonly resume: Action<ResumeCustomer, null>;
  readonly draftAction: DraftAction;
  readonly startAction: StartAction;
  readonly inviteOwner: Action<InviteOwner, null>;
  readonly resendInvitation: Action<OneInvitation, null>;
  readonly revokeInvitation: Action<OneInvitation, null>;
  readonly changeTags: Action<ChangeTags, null>;
  readonly addNote: Action<AddNote, null>;
  readonly removeNote: Action<{ customerId: string; noteId: string }, null>;
}

/** The dialog that is open, or null. */
export type CustomerDialog = "verify" | "suspend" | "resume" | "invite" | "tags" | "note" | { readonly revoke: Invited } | null;
