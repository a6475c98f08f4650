"use client";

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { PageHead } from "#components/frame/page-head.tsx";
import { ActionDialog } from "#components/ui/action-dialog.tsx";
import { type Columns, DataTable } from "#components/ui/table/data-table.tsx";
import { useAction } from "#components/ui/use-action.ts";
import type { Action } from "#kernel/action.ts";
import { utcDay } from "#kernel/time/times-and-ages.ts";
import type { ContactView } from "#lib/customers/shared/contact-view.ts";

export interface ContactActions {
  readonly addSecurityContact: Action<{ email: string }, null>;
  readonly removeSecurityContact: Action<{ contactId: string }, null>;
}

interface ContactsProps {
  readonly contacts: readonly ContactView[];
  readonly mayAct: boolean;
  readonly actions: ContactActions;
  notify(sentence: string): void;
}

type OpenDialog = { readonly kind: "add"; readonly email: string } | { readonly kind: "remove"; readonly contact: ContactView } | null;

/** Addresses that get security notices besides the owners, once confirmed. Owners can add and remove them, and send the link again. */
export function SecurityContacts({ contacts, mayAct, actions, notify }: ContactsProps) {
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const close = () => setDialog(null);
  return (
    <>
      <DataTable
        label="Security contacts"
        items={contacts}
        trackBy="id"
        columnDefinitions={columnsOf(mayAct, setDialog)}
        empty="No security contacts. Only owners get security notices."
        header={
          <PageHead
            variant="h2"
            description="Email addresses that get security notices in addition to the owners, such as your security team’s. Contacts don’t need to be members."
            actions={mayAct && <Button onClick={() => setDialog({ kind: "add", email: "" })}>Add contact</Button>}
          >
            Security contacts
          </PageHead>
        }
      />
      {dialog?.kind === "add" && <AddContact first={dialog.email} add={actions.addSecurityContact} onClose={close} notify={notify} />}
      {dialog?.kind === "remove" && (
        <RemoveContact contact={dialog.contact} remove={actions.removeSecurityContact} onClose={close} notify={notify} />
      )}
    </>
  );
}

function columnsOf(mayAct: boolean, open: (dialog: OpenDialog) => void): Columns<ContactView> {
  const columns: Columns<ContactView> = [
    { id: "email", header: "Email", isRowHeader: true, cell: ({ email }) => email },
    { id: "state", header: "Status", cell: ContactState },
    { id: "added", header: "Added", cell: ({ createdAt }) => utcDay(createdAt) },
  ];
  if (!mayAct) return columns;
  return [
    ...columns,
    {
      id: "actions",
      header: "Actions",
      minWidth: 190,
      cell: (contact) => (
        <SpaceBetween direction="horizontal" size="s">
          {contact.state !== "confirmed" && (
            <Button
              variant="inline-link"
              wrapText={false}
              ariaLabel={`Resend link to ${contact.email}`}
              onClick={() => open({ kind: "add", email: contact.email })}
            >
              Resend link
            </Button>
          )}
          <Button
            variant="inline-link"
            wrapText={false}
            ariaLabel={`Remove ${contact.email}`}
            onClick={() => open({ kind: "remove", contact })}
          >
            Remove
          </Button>
        </SpaceBetween>
      ),
    },
  ];
}

function ContactState({ state, memberRole }: ContactView) {
  if (state === "unconfirmed") return <StatusIndicator type="pending">Not confirmed yet</StatusIndicator>;
  if (state === "expired") return <StatusIndicator type="warning">Link expired, not confirmed</StatusIndicator>;
  return <StatusIndicator type="success">{memberRole === "owner" ? "Confirmed, also an owner" : "Confirmed"}</StatusIndicator>;
}

interface DialogProps {
  onClose(): void;
  notify(sentence: string): void;
}

function AddContact({ first, add, onClose, notify }: DialogProps & { first: string; add: ContactActions["addSecurityContact"] }) {
  const [email, setEmail] = useState(first);
  const action = useAction(add, () => {
    onClose();
    notify(`${email.trim()} will receive a link by email. The address gets security notices after someone confirms it with the link.`);
  });
  return (
    <ActionDialog
      title={first === "" ? "Add a security contact" : "Resend the link?"}
      submitLabel="Send link"
      action={action}
      fields={["email"]}
      onClose={onClose}
      onSubmit={() => void action.run({ email })}
    >
      <FormField
        label="Email"
        description="Someone must confirm the address with a link that expires after seven days."
        errorText={action.failure?.fields?.["email"]}
      >
        <Input type="email" value={email} readOnly={first !== ""} onChange={({ detail }) => setEmail(detail.value)} />
      </FormField>
    </ActionDialog>
  );
}

function RemoveContact(props: DialogProps & { contact: ContactView; remove: ContactActions["removeSecurityContact"] }) {
  const { contact, onClose, notify } = props;
  const action = useAction(props.remove, () => {
    onClose();
    notify(`${contact.email} was removed from the security contacts.`);
  });
  return (
    <ActionDialog
      title={`Remove ${contact.email}?`}
      submitLabel="Remove"
      action={action}
      onClose={onClose}
      onSubmit={() => void action.run({ contactId: contact.id })}
    >
      <Box>
        {contact.memberRole === "owner"
          ? "The address belongs to an owner, who still gets security notices."
          : "The address then gets no security notices. Owners still get them."}
      </Box>
    </ActionDialog>
  );
}
