"use client";

import Box from "@cloudscape-design/components/box";
import type { Action } from "#lib/kernel/action.ts";
import { ConfirmModal } from "./confirm-modal.tsx";
import { useAct } from "./use-act.ts";

/** Takes an open invitation back, a customer's or one to the staff. */
export function WithdrawModal(props: {
  invitation: { readonly id: string; readonly email: string };
  withdraw: Action<{ invitationId: string }, null>;
  onClose(): void;
  onDone(sentence: string): void;
}) {
  const { invitation, onClose, onDone } = props;
  const act = useAct(props.withdraw, () => {
    onClose();
    onDone(`The invitation of ${invitation.email} is withdrawn.`);
  });
  return (
    <ConfirmModal
      visible
      title={`Withdraw the invitation of ${invitation.email}?`}
      act="Withdraw"
      pending={act.pending}
      failure={act.failure}
      onClose={onClose}
      onConfirm={() => void act.run({ invitationId: invitation.id })}
    >
      <Box>The link that was mailed stops working at once.</Box>
    </ConfirmModal>
  );
}
