"use client";

import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import { useState } from "react";
import { ActionDialog } from "#components/ui/action-dialog.tsx";
import { useAction } from "#components/ui/use-action.ts";
import type { Action } from "#kernel/action.ts";
import type { MemberRole } from "#kernel/actor.ts";

export interface InviteMember {
  readonly email: string;
  readonly role: MemberRole;
}

const ROLES: readonly { value: MemberRole; label: string; description: string }[] = [
  { value: "member", label: "Member", description: "Can browse logs." },
  {
    value: "owner",
    label: "Owner",
    description: "Can also connect AWS accounts, rotate External IDs, remove connections, and invite people.",
  },
];

/** Emails a single-use link to a colleague. The input stays after a failure. */
export function InviteMemberDialog(props: {
  visible: boolean;
  invite: Action<InviteMember, null>;
  onClose(): void;
  onInvited(email: string): void;
}) {
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<MemberRole>("member");
  const action = useAction(props.invite, (_, invited) => {
    setEmail("");
    setRole("member");
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
      <FormField
        label="Email"
        description="The single-use link works only for this address and expires after seven days."
        errorText={action.failure?.fields?.["email"]}
      >
        <Input type="email" value={email} onChange={({ detail }) => setEmail(detail.value)} />
      </FormField>
      <FormField label="Role" errorText={action.failure?.fields?.["role"]}>
        <RadioGroup
          value={role}
          items={[...ROLES]}
          onChange={({ detail }) => setRole(ROLES.find(({ value }) => value === detail.value)?.value ?? "member")}
        />
      </FormField>
    </ActionDialog>
  );
}
