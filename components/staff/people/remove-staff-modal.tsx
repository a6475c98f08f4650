"use client";

import Box from "@cloudscape-design/components/box";
import { ConfirmModal } from "#components/ui/confirm-modal.tsx";
import { useAct } from "#components/ui/use-action.ts";
import type { Action } from "#kernel/action.ts";
import type { StaffPerson } from "./staff-table.tsx";

/** Takes a colleague off the staff. */
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
