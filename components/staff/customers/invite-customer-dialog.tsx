"use client";

import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { ActionDialog } from "#components/ui/action-dialog.tsx";
import { useAction } from "#components/ui/use-action.ts";
import type { Action } from "#kernel/action.ts";

export interface InviteCustomer {
  readonly name: string;
  readonly email: string;
}

/** Creates a customer and emails its first owner a single-use link. The input stays after a failure. */
export function InviteCustomerDialog(props: {
  visible: boolean;
  invite: Action<InviteCustomer, { customerId: string }>;
  onClose(): void;
  onInvited(invited: InviteCustomer, customerId: string): void;
}) {
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const action = useAction(props.invite, ({ customerId }, invited) => {
    setName("");
    setEmail("");
    props.onClose();
    props.onInvited(invited, customerId);
  });
  return (
    <ActionDialog
      title="Invite customer"
      visible={props.visible}
      submitLabel="Send invitation"
      action={action}
      fields={["name", "email"]}
      onClose={props.onClose}
      onSubmit={() => void action.run({ name, email })}
    >
      <FormField
        label="Company"
        description="The customer’s members see this name. The description of the role in their AWS account also contains it."
        errorText={action.failure?.fields?.["name"]}
      >
        <Input value={name} onChange={({ detail }) => setName(detail.value)} />
      </FormField>
      <FormField
        label="Email of the first owner"
        description="Receives a single-use link that expires after seven days."
        errorText={action.failure?.fields?.["email"]}
      >
        <Input type="email" value={email} onChange={({ detail }) => setEmail(detail.value)} />
      </FormField>
    </ActionDialog>
  );
}
