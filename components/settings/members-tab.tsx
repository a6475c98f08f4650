"use client";

import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { lazy, Suspense, useState } from "react";
import { useAddressedAction } from "#components/palette/use-addressed-action.ts";
import { ActionDialog } from "#components/ui/action-dialog.tsx";
import { InvitationsTable } from "#components/ui/invitations-table.tsx";
import type { InvitePerson } from "#components/ui/invite-person-dialog.tsx";
import { RevokeInvitationDialog } from "#components/ui/revoke-invitation-dialog.tsx";
import { useAction } from "#components/ui/use-action.ts";
import type { Action } from "#kernel/action.ts";
import type { MemberRole } from "#kernel/actor.ts";
import type { InvitationView, MemberView, SettingsView } from "#lib/customers/shared/customer-view.ts";
import { ChangeRoleDialog, type SetMemberRole } from "./change-role-dialog.tsx";
import { memberRoleLabel } from "./member-roles.ts";
import { MembersTable } from "./members-table.tsx";
import type { MembersPage } from "./members-tools.tsx";

/** Its code loads after the page. */
const InviteMemberDialog = lazy(() => import("./invite-member-dialog.tsx").then((found) => ({ default: found.InviteMemberDialog })));

export interface MemberActions {
  readonly inviteMember: Action<InvitePerson<MemberRole>, null>;
  readonly revokeInvitation: Action<{ invitationId: string }, null>;
  readonly removeMember: Action<{ userId: string }, null>;
  readonly setMemberRole: Action<SetMemberRole, null>;
}

/** The open dialog, with the person or invitation that it is about. */
type OpenDialog =
  | { readonly kind: "invite" }
  | { readonly kind: "remove" | "role"; readonly member: MemberView }
  | { readonly kind: "revoke"; readonly invitation: InvitationView }
  | null;

/** Members and open invitations. Owners can invite, change roles and remove. */
export function MembersTab(props: {
  settings: SettingsView;
  page: MembersPage;
  now: number;
  actions: MemberActions;
  notify(sentence: string): void;
}) {
  const { settings, now, actions, notify } = props;
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const close = () => setDialog(null);
  useAddressedAction((action) => action === "invite" && settings.mayAct && setDialog({ kind: "invite" }));
  return (
    <SpaceBetween size="m">
      <MembersTable
        settings={settings}
        page={props.page}
        onInvite={() => setDialog({ kind: "invite" })}
        onRemove={(member) => setDialog({ kind: "remove", member })}
        onChangeRole={(member) => setDialog({ kind: "role", member })}
      />
      <InvitationsTable
        invitations={settings.invitations}
        roleLabel={({ role }) => memberRoleLabel(role)}
        now={now}
        onRevoke={settings.mayAct ? (invitation) => setDialog({ kind: "revoke", invitation }) : null}
      />
      <Suspense>
        <InviteMemberDialog
          visible={dialog?.kind === "invite"}
          invite={actions.inviteMember}
          onClose={close}
          onInvited={(email) => notify(`${email} will receive a single-use link by email.`)}
        />
      </Suspense>
      {dialog?.kind === "remove" ? (
        <RemoveMember
          member={dialog.member}
          customerName={settings.customerName}
          remove={actions.removeMember}
          onClose={close}
          notify={notify}
        />
      ) : null}
      {dialog?.kind === "revoke" ? (
        <RevokeInvitationDialog invitation={dialog.invitation} revoke={actions.revokeInvitation} onClose={close} notify={notify} />
      ) : null}
      {dialog?.kind === "role" ? (
        <ChangeRoleDialog member={dialog.member} setRole={actions.setMemberRole} onClose={close} onDone={notify} />
      ) : null}
    </SpaceBetween>
  );
}

interface MemberDialogProps {
  onClose(): void;
  notify(sentence: string): void;
}

function RemoveMember(props: { member: MemberView; customerName: string; remove: MemberActions["removeMember"] } & MemberDialogProps) {
  const { member, customerName } = props;
  const action = useAction(props.remove, () => {
    props.onClose();
    props.notify(`${member.email} was removed from ${customerName}.`);
  });
  const title = `Remove ${member.email}?`;
  const confirm = () => void action.run({ userId: member.userId });
  return (
    <ActionDialog title={title} submitLabel="Remove" action={action} onClose={props.onClose} onSubmit={confirm}>
      <Box>Access to {customerName} ends at their next request. Their past activity stays in the audit log. You can invite them again.</Box>
    </ActionDialog>
  );
}
