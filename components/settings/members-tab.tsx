"use client";

import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { ActionDialog } from "#components/ui/action-dialog.tsx";
import { InvitationsTable } from "#components/ui/invitations-table.tsx";
import { RevokeInvitationDialog } from "#components/ui/revoke-invitation-dialog.tsx";
import { useAction } from "#components/ui/use-action.ts";
import type { InvitationView, MemberView, SettingsView } from "#lib/customers/shared/customer-view.ts";
import { ChangeRoleDialog } from "./change-role-dialog.tsx";
import { InviteMemberDialog } from "./invite-member-dialog.tsx";
import { MembersTable } from "./members-table.tsx";
import type { SettingsActions } from "./settings-screen.tsx";

type Asking =
  | { readonly act: "invite" }
  | { readonly act: "remove" | "role"; readonly member: MemberView }
  | { readonly act: "withdraw"; readonly invitation: InvitationView }
  | null;

/** Members and open invitations. Owners can invite, change roles and remove. */
export function MembersTab(props: { settings: SettingsView; now: number; actions: SettingsActions; notify(sentence: string): void }) {
  const { settings, now, actions, notify } = props;
  const [asking, setAsking] = useState<Asking>(null);
  const close = () => setAsking(null);
  return (
    <SpaceBetween size="m">
      <MembersTable
        settings={settings}
        onInvite={() => setAsking({ act: "invite" })}
        onRemove={(member) => setAsking({ act: "remove", member })}
        onChangeRole={(member) => setAsking({ act: "role", member })}
      />
      <InvitationsTable
        invitations={settings.invitations}
        roleLabel={({ role }) => (role === "owner" ? "Owner" : "Member")}
        now={now}
        onRevoke={settings.mayAct ? (invitation) => setAsking({ act: "withdraw", invitation }) : null}
      />
      <InviteMemberDialog
        visible={asking?.act === "invite"}
        invite={actions.inviteMember}
        onClose={close}
        onInvited={(email) => notify(`${email} will receive a single-use link by email.`)}
      />
      {asking?.act === "remove" ? (
        <RemoveMember
          member={asking.member}
          customerName={settings.customerName}
          remove={actions.removeMember}
          onClose={close}
          notify={notify}
        />
      ) : null}
      {asking?.act === "withdraw" ? (
        <RevokeInvitationDialog invitation={asking.invitation} revoke={actions.revokeInvitation} onClose={close} notify={notify} />
      ) : null}
      {asking?.act === "role" ? (
        <ChangeRoleDialog member={asking.member} setRole={actions.setMemberRole} onClose={close} onDone={notify} />
      ) : null}
    </SpaceBetween>
  );
}

interface ModalProps {
  onClose(): void;
  notify(sentence: string): void;
}

function RemoveMember(props: { member: MemberView; customerName: string; remove: SettingsActions["removeMember"] } & ModalProps) {
  const { member, customerName } = props;
  const act = useAction(props.remove, () => {
    props.onClose();
    props.notify(`${member.email} was removed from ${customerName}.`);
  });
  const title = `Remove ${member.email}?`;
  const confirm = () => void act.run({ userId: member.userId });
  return (
    <ActionDialog title={title} submitLabel="Remove" action={act} onClose={props.onClose} onSubmit={confirm}>
      <Box>Access to {customerName} ends at their next request. Their past activity stays in the audit log. You can invite them again.</Box>
    </ActionDialog>
  );
}
