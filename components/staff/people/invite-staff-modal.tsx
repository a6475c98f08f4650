"use client";

import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import { useState } from "react";
import { InviteModal } from "#components/ui/invite-modal.tsx";
import { useAct } from "#components/ui/use-action.ts";
import type { Action } from "#kernel/action.ts";
import type { StaffRole } from "#kernel/actor.ts";
import { STAFF_ROLES } from "./set-staff-role-modal.tsx";

export interface InviteStaff {
  readonly email: string;
  readonly role: StaffRole;
}

/** Emails a colleague a single-use link that enrolls them as staff. */
export function InviteStaffModal(props: {
  visible: boolean;
  invite: Action<InviteStaff, null>;
  onClose(): void;
  onInvited(email: string): void;
}) {
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<StaffRole>("support");
  const act = useAct(props.invite, (_, invited) => {
    setEmail("");
    setRole("support");
    props.onClose();
    props.onInvited(invited.email);
  });
  return (
    <InviteModal
      id="invite-staff"
      title="Invite a colleague"
      visible={props.visible}
      act={act}
      fields={["email", "role"]}
      onClose={props.onClose}
      onSubmit={() => void act.run({ email, role })}
    >
      <FormField label="Email" errorText={act.failure?.fields?.["email"]}>
        <Input type="email" value={email} onChange={({ detail }) => setEmail(detail.value)} />
      </FormField>
      <RoleField value={role} onChange={setRole} errorText={act.failure?.fields?.["role"]} />
    </InviteModal>
  );
}

/** Selects one of the three roles, each with its permissions. */
function RoleField(props: { value: StaffRole; onChange(role: StaffRole): void; errorText: string | undefined }) {
  return (
    <FormField label="Role" errorText={props.errorText}>
      <RadioGroup
        value={props.value}
        items={STAFF_ROLES.map(({ id, word, may }) => ({ value: id, label: word, description: may }))}
        onChange={({ detail }) => props.onChange(STAFF_ROLES.find(({ id }) => id === detail.value)?.id ?? "support")}
      />
    </FormField>
  );
}
