"use client";

import Box from "@cloudscape-design/components/box";
import FormField from "@cloudscape-design/components/form-field";
import RadioGroup from "@cloudscape-design/components/radio-group";
import { useState } from "react";
import { ConfirmModal } from "#components/ui/confirm-modal.tsx";
import { useAct } from "#components/ui/use-action.ts";
import type { Action } from "#kernel/action.ts";
import type { StaffRole } from "#kernel/actor.ts";
import type { StaffPerson } from "./staff-table.tsx";

export interface SetStaffRole {
  readonly userId: string;
  readonly role: StaffRole;
}

/** Changes a colleague's role. Their sessions end, so the new role applies from their next sign-in. */
export function SetStaffRoleModal(props: {
  person: StaffPerson;
  setRole: Action<SetStaffRole, null>;
  onClose(): void;
  onDone(sentence: string): void;
}) {
  const { person } = props;
  const [role, setRole] = useState<StaffRole>(person.role);
  const act = useAct(props.setRole, () => {
    props.onClose();
    props.onDone(`${person.email} is now ${staffRoleWord(role)}. They must sign in again to use the new role.`);
  });
  return (
    <ConfirmModal
      visible
      title={`Change role of ${person.email}`}
      act="Change role"
      pending={act.pending}
      failure={act.failure}
      onClose={props.onClose}
      onConfirm={() => void act.run({ userId: person.userId, role })}
    >
      <FormField label="Role" errorText={act.failure?.fields?.["role"]}>
        <RadioGroup
          value={role}
          items={STAFF_ROLES.map(({ id, word, may }) => ({ value: id, label: word, description: may }))}
          onChange={({ detail }) => setRole(STAFF_ROLES.find(({ id }) => id === detail.value)?.id ?? role)}
        />
      </FormField>
    </ConfirmModal>
  );
}

/** The three staff roles, from the fewest permissions to the most, each with a description. */
export const STAFF_ROLES: readonly { readonly id: StaffRole; readonly word: string; readonly may: string }[] = [
  { id: "support", word: "Support", may: "Can view customers, connections, verification reports, and history, and request verifications." },
  { id: "operator", word: "Operator", may: "Can also rotate External IDs, and invite, suspend, and resume customers." },
  { id: "admin", word: "Admin", may: "Can also manage staff." },
];

export function staffRoleWord(role: StaffRole): string {
  return STAFF_ROLES.find(({ id }) => id === role)?.word ?? role;
}

/** Removes a colleague from the staff. */
export function RemoveStaffModal(props: {
  person: StaffPerson;
  remove: Action<{ userId: string }, null>;
  onClose(): void;
  onDone(sentence: string): void;
}) {
  const { person } = props;
  const act = useAct(props.remove, () => {
    props.onClose();
    props.onDone(`${person.email} was removed from the staff.`);
  });
  return (
    <ConfirmModal
      visible
      title={`Remove ${person.email}?`}
      act="Remove"
      pending={act.pending}
      failure={act.failure}
      onClose={props.onClose}
      onConfirm={() => void act.run({ userId: person.userId })}
    >
      <Box>Access to the dashboard ends at their next request. Their past activity stays in the audit log. You can invite them again.</Box>
    </ConfirmModal>
  );
}
