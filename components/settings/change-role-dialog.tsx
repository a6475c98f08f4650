"use client";

import Box from "@cloudscape-design/components/box";
import { ActionDialog } from "#components/ui/action-dialog.tsx";
import { useAction } from "#components/ui/use-action.ts";
import type { Action } from "#kernel/action.ts";
import type { MemberRole } from "#kernel/actor.ts";
import { MEMBER_ROLE_WORDS } from "#kernel/people/role-words.ts";
import type { MemberView } from "#lib/customers/shared/customer-view.ts";

export interface SetMemberRole {
  readonly userId: string;
  readonly role: MemberRole;
}

/** Makes a member an owner, or an owner a member. There are only two roles, so the dialog has no selection. */
export function ChangeRoleDialog(props: {
  member: MemberView;
  setRole: Action<SetMemberRole, null>;
  onClose(): void;
  onDone(sentence: string): void;
}) {
  const { member, onClose, onDone } = props;
  const role = member.role === "owner" ? "member" : "owner";
  const article = role === "owner" ? "an owner" : "a member";
  const action = useAction(props.setRole, () => {
    onClose();
    onDone(`${member.email} is now ${article}.`);
  });
  return (
    <ActionDialog
      title={`Make ${member.email} ${article}?`}
      submitLabel={`Make ${article}`}
      action={action}
      onClose={onClose}
      onSubmit={() => void action.run({ userId: member.userId, role })}
    >
      <Box>
        {role === "owner"
          ? `Owners can ${MEMBER_ROLE_WORDS.owner.can}. They can also remove other owners.`
          : `Members can ${MEMBER_ROLE_WORDS.member.can}, and save searches and queries. They can’t change connections or settings.`}
      </Box>
    </ActionDialog>
  );
}
