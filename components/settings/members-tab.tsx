"use client";

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { TableProps } from "@cloudscape-design/components/table";
import { useState } from "react";
import { PageHead } from "#components/frame/page-head.tsx";
import { ActionDialog } from "#components/ui/action-dialog.tsx";
import { RevokeInvitationDialog } from "#components/ui/revoke-invitation-dialog.tsx";
import { TableOrList } from "#components/ui/table-or-list.tsx";
import { useAction } from "#components/ui/use-action.ts";
import { timeLeft } from "#kernel/times-and-ages.ts";
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
        mayAct={settings.mayAct}
        now={now}
        onWithdraw={(invitation) => setAsking({ act: "withdraw", invitation })}
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

/** Open invitations. Renders nothing when there are none. */
function InvitationsTable(props: {
  invitations: readonly InvitationView[];
  mayAct: boolean;
  now: number;
  onWithdraw(invitation: InvitationView): void;
}) {
  const { invitations, mayAct, now } = props;
  if (invitations.length === 0) return null;
  const columns: TableProps.ColumnDefinition<InvitationView>[] = [
    { id: "email", header: "Email", isRowHeader: true, cell: ({ email }) => email },
    { id: "role", header: "Role", cell: ({ role }) => (role === "owner" ? "Owner" : "Member") },
    { id: "ends", header: "Expires", cell: ({ expiresAt }) => timeLeft(now, expiresAt) },
    ...(mayAct
      ? [
          {
            id: "actions",
            header: "Actions",
            cell: (invitation: InvitationView) => (
              <Button
                variant="inline-link"
                wrapText={false}
                ariaLabel={`Revoke invitation of ${invitation.email}`}
                onClick={() => props.onWithdraw(invitation)}
              >
                Revoke
              </Button>
            ),
          },
        ]
      : []),
  ];
  return (
    <TableOrList
      variant="container"
      contentDensity="compact"
      ariaLabels={{ tableLabel: "Open invitations" }}
      items={invitations}
      trackBy="id"
      columnDefinitions={columns}
      header={
        <PageHead variant="h2" description="Each invitation is a single-use link for that address only.">
          Open invitations
        </PageHead>
      }
    />
  );
}
