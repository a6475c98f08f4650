"use client";
import { useState } from "react";
import { ActionDialog } from "#components/ui/action-dialog.tsx";
import { InvitationEmailField } from "#components/ui/invite-person-dialog.tsx";
import { useAction } from "#components/ui/use-action.ts";
import type { Action } from "#kernel/action.ts";

export interface InviteOwner {
  readonly customerId: string;
  readonly email: string;
}

/** Invites another owner of a customer: when the first invitation expired, or the only owner has left. */
export function InviteOwnerDialog(props: {
  visible: boolean;
  customerId: string;
  name: string;
  invite: Action<InviteOwner, null>;
  onClose(): void;
  onInvited(email: string): void;
}) {
  const [email, setEmail] = useState("");
  const action = useAction(props.invite, (_, invited) => {
    setEmail("");
    props.onClose();
    props.onInvited(invited.email);
  });
  return (
    <ActionDialog
      title={`Invite an owner of ${props.name}`}
      visible={props.visible}
      submitLabel="Send invitation"
      action={action}
      fields={["email"]}
      onClose={props.onClose}
      onSubmit={() => void action.run({ customerId: props.customerId, email })}
    >
      <InvitationEmailField value={email} onChange={setEmail} errorText={action.failure?.fields?.["email"]} />
    </ActionDialog>
  );
}
