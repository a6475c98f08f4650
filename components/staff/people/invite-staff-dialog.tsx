"use client";

import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { ActionDialog } from "#components/ui/action-dialog.tsx";
import { useAction } from "#components/ui/use-action.ts";
import type { Action } from "#kernel/action.ts";
import type { StaffRole } from "#kernel/actor.ts";
import { StaffRoleField } from "./staff-role-field.tsx";

export interface InviteStaff {
  readonly email: string;
  readonly role: StaffRole;
}

/** Emails a colleague a single-use link that enrolls them as staff. */
export function InviteStaffDialog(props: {
  visible: boolean;
  invite: Action<InviteStaff, null>;
  onClose(): void;
  onInvited(email: string): void;
}) {
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<StaffRole>("support");
  const action = useAction(props.invite, (_, invited) => {
    setEmail("");
    setRole("support");
    props.onClose();
    props.onInvited(invited.email);
  });
  return (
    <ActionDialog
      title="Invite a colleague"
      visible={props.visible}
      submitLabel="Send invitation"
      action={action}
      fields={["email", "role"]}
      onClose={props.onClose}
      onSubmit={() => void action.run({ email, role })}
    >
      <FormField label="Email" errorText={action.failure?.fields?.["email"]}>
        <Input type="email" value={email} onChange={({ detail }) => setEmail(detail.value)} />
      </FormField>
      <StaffRoleField value={role} onChange={setRole} errorText={action.failure?.fields?.["role"]} />
    </ActionDialog>
  );
}
