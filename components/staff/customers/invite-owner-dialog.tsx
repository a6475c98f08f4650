"use client";

import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { ActionDialog } from "#components/ui/action-dialog.tsx";
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
      <FormField
        label="Email"
        description="The single-use link works only for this address and expires after seven days."
        errorText={action.failure?.fields?.["email"]}
      >
        <Input type="email" value={email} onChange={({ detail }) => setEmail(detail.value)} />
      </FormField>
    </ActionDialog>
  );
}
