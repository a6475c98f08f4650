"use client";

import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import type { Action } from "#kernel/action.ts";
import { ActionDialog } from "./action-dialog.tsx";
import { RoleField, type Roles } from "./role-field.tsx";
import { useAction } from "./use-action.ts";

export interface InvitePerson<Role extends string> {
  readonly email: string;
  readonly role: Role;
}

/** Emails a single-use link to a colleague, who joins with the selected role. The input stays after a failure. */
export function InvitePersonDialog<Role extends string>(props: {
  visible: boolean;
  roles: Roles<Role>;
  /** Selected at first: the role with the fewest permissions. */
  firstRole: Role;
  invite: Action<InvitePerson<Role>, null>;
  onClose(): void;
  onInvited(email: string): void;
}) {
  const { roles, firstRole } = props;
  const [email, setEmail] = useState("");
  const [role, setRole] = useState(firstRole);
  const action = useAction(props.invite, (_, invited) => {
    setEmail("");
    setRole(firstRole);
    props.onClose();
    props.onInvited(invited.email);
  });
  return (
    <ActionDialog
      visible={props.visible}
      title="Invite a colleague"
      submitLabel="Send invitation"
      action={action}
      fields={["email", "role"]}
      onClose={props.onClose}
      onSubmit={() => void action.run({ email, role })}
    >
      <InvitationEmailField value={email} onChange={setEmail} errorText={action.failure?.fields?.["email"]} />
      <RoleField roles={roles} value={role} onChange={setRole} errorText={action.failure?.fields?.["role"]} />
    </ActionDialog>
  );
}

/** The address of an invitation. */
export function InvitationEmailField(props: {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly errorText: string | undefined;
}) {
  return (
    <FormField
      label="Email"
      description="The single-use link works only for this address and expires after seven days."
      errorText={props.errorText}
    >
      <Input type="email" value={props.value} onChange={({ detail }) => props.onChange(detail.value)} />
    </FormField>
  );
}
