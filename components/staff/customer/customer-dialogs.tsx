"use client";

import { PreviewDialog } from "#components/staff/actions/preview-dialog.tsx";
import { InviteOwnerDialog } from "#components/staff/customers/invite-owner-dialog.tsx";
import { ResumeDialog, SuspendDialog } from "#components/staff/customers/suspend-dialog.tsx";
import { RevokeInvitationDialog } from "#components/ui/revoke-invitation-dialog.tsx";
import type { CustomerPageView } from "#lib/staff/shared/customer-page-view.ts";
import type { CustomerActions, CustomerDialog } from "./customer-actions.ts";
import { NoteDialog, TagsDialog } from "./record-dialogs.tsx";

/** The dialogs of a customer's page. The page shows what was done. */
export function CustomerDialogs(props: {
  readonly customer: CustomerPageView;
  readonly actions: CustomerActions;
  readonly dialog: CustomerDialog;
  onClose(): void;
  notify(sentence: string): void;
}) {
  const { customer, actions, dialog, onClose, notify } = props;
  if (dialog === null) return null;
  if (typeof dialog === "object") {
    const revoke = (of: { readonly invitationId: string }) => actions.revokeInvitation({ customerId: customer.id, ...of });
    return <RevokeInvitationDialog invitation={dialog.revoke} revoke={revoke} onClose={onClose} notify={notify} />;
  }
  const shared = { customerId: customer.id, name: customer.name, visible: true, onClose };
  switch (dialog) {
    case "verify":
      return (
        <PreviewDialog
          kind="verify"
          target={{ list: { customer: customer.id } }}
          draft={actions.draftAction}
          start={actions.startAction}
          onClose={onClose}
        />
      );
    case "suspend":
      return (
        <SuspendDialog
          {...shared}
          suspend={actions.suspend}
          onDone={() => notify(`${customer.name} is suspended. Log access has stopped.`)}
        />
      );
    case "resume":
      return (
        <ResumeDialog
          {...shared}
          resume={actions.resume}
          onDone={() =>
            notify(
              `${customer.name} is resumed. Connections with a successful verification from the last 24 hours work at once, the others after their next one.`,
            )
          }
        />
      );
    case "invite":
      return (
        <InviteOwnerDialog
          {...shared}
          invite={actions.inviteOwner}
          onInvited={(email) => notify(`${email} will receive a single-use link by email.`)}
        />
      );
    case "tags":
      return (
        <TagsDialog
          customerId={customer.id}
          tags={customer.tags}
          change={actions.changeTags}
          onClose={onClose}
          onDone={() => notify("The tags are saved.")}
        />
      );
    case "note":
      return <NoteDialog customerId={customer.id} add={actions.addNote} onClose={onClose} />;
  }
}
