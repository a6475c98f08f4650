"use client";

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import type { Action } from "#lib/kernel/action.ts";
import { FailureAlert } from "./failure-alert.tsx";
import { useAct } from "./use-act.ts";

export interface InviteCustomer {
  readonly name: string;
  readonly email: string;
}

/** Creates a customer and mails its first owner a link that works once. What was typed stays when it was refused. */
export function InviteCustomerModal(props: {
  visible: boolean;
  invite: Action<InviteCustomer, { customerId: string }>;
  onClose(): void;
  onInvited(invited: InviteCustomer): void;
}) {
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const act = useAct(props.invite, (_, invited) => {
    setName("");
    setEmail("");
    props.onClose();
    props.onInvited(invited);
  });
  const close = () => {
    act.clear();
    props.onClose();
  };
  return (
    <Modal
      visible={props.visible}
      header="Invite customer"
      closeAriaLabel="Close"
      onDismiss={close}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={close}>
              Cancel
            </Button>
            <Button variant="primary" loading={act.pending} form="invite-customer" formAction="submit">
              Send invitation
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <form
        id="invite-customer"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void act.run({ name, email });
        }}
      >
        <SpaceBetween size="m">
          <FailureAlert failure={act.failure} fields={["name", "email"]} />
          <FormField
            label="Company"
            description="As its people will see it, and as the role in their account names it."
            errorText={act.failure?.fields?.["name"]}
          >
            <Input value={name} onChange={({ detail }) => setName(detail.value)} />
          </FormField>
          <FormField
            label="E-mail of its first owner"
            description="Gets a link that works once, for seven days."
            errorText={act.failure?.fields?.["email"]}
          >
            <Input type="email" value={email} onChange={({ detail }) => setEmail(detail.value)} />
          </FormField>
        </SpaceBetween>
      </form>
    </Modal>
  );
}
