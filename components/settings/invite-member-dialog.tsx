"use client";

import { type InvitePerson, InvitePersonDialog } from "#components/ui/invite-person-dialog.tsx";
import type { Action } from "#kernel/action.ts";
import type { MemberRole } from "#kernel/actor.ts";
import { MEMBER_ROLES } from "./member-roles.ts";

/** Invites a colleague. */
export function InviteMemberDialog(props: {
  readonly visible: boolean;
  readonly invite: Action<InvitePerson<MemberRole>, null>;
  onClose(): void;
  onInvited(email: string): void;
}) {
  return <InvitePersonDialog {...props} roles={MEMBER_ROLES} firstRole="member" />;
}
