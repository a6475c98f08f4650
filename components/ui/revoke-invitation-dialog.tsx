"use client";

import Box from "@cloudscape-design/components/box";
import type { Action } from "#kernel/action.ts";
import { ActionDialog } from "./action-dialog.tsx";
import { useAction } from "./use-action.ts";

/** Confirms revoking an invitation of a customer's member or of a staff member. */
export function RevokeInvitationDialog(props: {
  invitation: { readonly id: string; readonly email: string };
  revoke: Action<{ invitationId: string }, null>;
  onClose(): void;
  notify(sentence: string): void;
}) {
  const { invitation, onClose, notify } = props;
  const revoke = useAction(props.revoke, () => {
    onClose();
    notify(`The invitation for ${invitation.email} was revoked.`);
  });
  return (
    <ActionDialog
      title={`Revoke the invitation for ${invitation.email}?`}
      submitLabel="Revoke"
      action={revoke}
      onClose={onClose}
      onSubmit={() => void revoke.run({ invitationId: invitation.id })}
    >
      <Box>The link in the email stops working immediately.</Box>
    </ActionDialog>
  );
}
