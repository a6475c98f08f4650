"use client";

import Box from "@cloudscape-design/components/box";
import type { Action } from "#kernel/action.ts";
import { ConfirmModal } from "./confirm-modal.tsx";
import { useAct } from "./use-action.ts";

/** Confirms withdrawing an invitation of a customer's member or of a staff member. */
export function WithdrawModal(props: {
  invitation: { readonly id: string; readonly email: string };
  withdraw: Action<{ invitationId: string }, null>;
  onClose(): void;
  onDone(sentence: string): void;
}) {
  const { invitation, onClose, onDone } = props;
  const act = useAct(props.withdraw, () => {
    onClose();
    onDone(`The invitation of ${invitation.email} was revoked.`);
  });
  return (
    <ConfirmModal
      visible
      title={`Revoke the invitation of ${invitation.email}?`}
      act="Revoke"
      pending={act.pending}
      failure={act.failure}
      onClose={onClose}
      onConfirm={() => void act.run({ invitationId: invitation.id })}
    >
      <Box>The link in the email stops working immediately.</Box>
    </ConfirmModal>
  );
}
