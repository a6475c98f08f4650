"use client";

import Box from "@cloudscape-design/components/box";
import { useState } from "react";
import { ActionDialog } from "#components/ui/action-dialog.tsx";
import { RoleField } from "#components/ui/role-field.tsx";
import { useAction } from "#components/ui/use-action.ts";
import type { Action } from "#kernel/action.ts";
import type { StaffRole } from "#kernel/actor.ts";
import { STAFF_ROLES, staffRoleLabel } from "./staff-roles.ts";
import type { StaffPerson } from "./staff-table.tsx";

export interface SetStaffRole {
  readonly userId: string;
  readonly role: StaffRole;
}

/** Changes a colleague's role. Their sessions end, so the new role applies from their next sign-in. */
export function ChangeStaffRoleDialog(props: {
  person: StaffPerson;
  setRole: Action<SetStaffRole, null>;
  onClose(): void;
  onDone(sentence: string): void;
}) {
  const { person } = props;
  const [role, setRole] = useState<StaffRole>(person.role);
  const action = useAction(props.setRole, () => {
    props.onClose();
    props.onDone(`${person.email} is now ${staffRoleLabel(role)}. They must sign in again to use the new role.`);
  });
  return (
    <ActionDialog
      title={`Change role of ${person.email}`}
      submitLabel="Change role"
      action={action}
      fields={["role"]}
      onClose={props.onClose}
      onSubmit={() => void action.run({ userId: person.userId, role })}
    >
      <RoleField roles={STAFF_ROLES} value={role} onChange={setRole} errorText={action.failure?.fields?.["role"]} />
    </ActionDialog>
  );
}

/** Removes a colleague from the staff. */
export function RemoveStaffDialog(props: {
  person: StaffPerson;
  remove: Action<{ userId: string }, null>;
  onClose(): void;
  onDone(sentence: string): void;
}) {
  const { person } = props;
  const action = useAction(props.remove, () => {
    props.onClose();
    props.onDone(`${person.email} was removed from the staff.`);
  });
  return (
    <ActionDialog
      title={`Remove ${person.email}?`}
      submitLabel="Remove"
      action={action}
      onClose={props.onClose}
      onSubmit={() => void action.run({ userId: person.userId })}
    >
      <Box>
        Access to the staff pages ends at their next request. Their past activity stays in the audit log. You can invite them again.
      </Box>
    </ActionDialog>
  );
}
