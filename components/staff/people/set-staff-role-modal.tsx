"use client";

import FormField from "@cloudscape-design/components/form-field";
import RadioGroup from "@cloudscape-design/components/radio-group";
import { useState } from "react";
import { ConfirmModal } from "#components/ui/confirm-modal.tsx";
import { useAct } from "#components/ui/use-action.ts";
import type { Action } from "#kernel/action.ts";
import type { StaffRole } from "#kernel/actor.ts";
import { STAFF_ROLES, staffRoleWord } from "./staff-role-words.ts";
import type { StaffPerson } from "./staff-table.tsx";

export interface SetStaffRole {
  readonly userId: string;
  readonly role: StaffRole;
}

/** Gives a colleague another role; their sessions end, so that it holds from their next sign-in on. */
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
