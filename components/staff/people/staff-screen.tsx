"use client";

import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { PageHead } from "#components/frame/page-head.tsx";
import { useAddressedAction } from "#components/palette/use-addressed-action.ts";
import { InvitationsTable } from "#components/ui/invitations-table.tsx";
import { type InvitePerson, InvitePersonDialog } from "#components/ui/invite-person-dialog.tsx";
import { RevokeInvitationDialog } from "#components/ui/revoke-invitation-dialog.tsx";
import { useNotices } from "#components/ui/use-notices.tsx";
import type { Action } from "#kernel/action.ts";
import type { StaffRole } from "#kernel/actor.ts";
import type { StaffView } from "#lib/staff/shared/fleet-view.ts";
import { ChangeStaffRoleDialog, RemoveStaffDialog, type SetStaffRole } from "./change-staff-role-dialog.tsx";
import { STAFF_ROLE_SENTENCES, STAFF_ROLES, staffRoleLabel } from "./staff-roles.ts";
import { type StaffPerson, StaffTable } from "./staff-table.tsx";

export interface StaffActions {
  readonly invite: Action<InvitePerson<StaffRole>, null>;
  readonly setRole: Action<SetStaffRole, null>;
  readonly remove: Action<{ userId: string }, null>;
  readonly revokeInvitation: Action<{ invitationId: string }, null>;
}

/** The open dialog, with the person or invitation that it is about. */
type OpenDialog =
  | { readonly kind: "invite" }
  | { readonly kind: "role" | "remove"; readonly person: StaffPerson }
  | { readonly kind: "revoke"; readonly invitation: StaffView["invitations"][number] }
  | null;

/** The partner's staff and their roles. Only admins can change them; all staff can read them. */
export function StaffScreen({ staff, now, actions }: { staff: StaffView; now: number; actions: StaffActions }) {
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const notices = useNotices("success");
  const close = () => setDialog(null);
  const mayAct = staff.role === "admin";
  useAddressedAction((action) => action === "invite" && mayAct && setDialog({ kind: "invite" }));
  return (
    <SpaceBetween size="m">
      <PageHead
        description={STAFF_ROLE_SENTENCES}
        actions={
          mayAct ? (
            <Button variant="primary" onClick={() => setDialog({ kind: "invite" })}>
              Invite a colleague
            </Button>
          ) : null
        }
      >
        Staff
      </PageHead>
      {notices.bar}
      <StaffTable
        people={staff.people}
        mayAct={mayAct}
        onChangeRole={(person) => setDialog({ kind: "role", person })}
        onRemove={(person) => setDialog({ kind: "remove", person })}
      />
      <InvitationsTable
        invitations={staff.invitations}
        roleLabel={({ role }) => staffRoleLabel(role)}
        now={now}
        onRevoke={mayAct ? (invitation) => setDialog({ kind: "revoke", invitation }) : null}
      />
      <InvitePersonDialog
        roles={STAFF_ROLES}
        firstRole="support"
        visible={dialog?.kind === "invite"}
        invite={actions.invite}
        onClose={close}
        onInvited={(email) => notices.notify(`${email} will receive a single-use link by email.`)}
      />
      {dialog?.kind === "role" ? (
        <ChangeStaffRoleDialog person={dialog.person} setRole={actions.setRole} onClose={close} onDone={notices.notify} />
      ) : null}
      {dialog?.kind === "remove" ? (
        <RemoveStaffDialog person={dialog.person} remove={actions.remove} onClose={close} onDone={notices.notify} />
      ) : null}
      {dialog?.kind === "revoke" ? (
        <RevokeInvitationDialog invitation={dialog.invitation} revoke={actions.revokeInvitation} onClose={close} notify={notices.notify} />
      ) : null}
    </SpaceBetween>
  );
}
