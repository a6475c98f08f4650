import type { MemberRole } from "#kernel/actor.ts";

export interface MemberView {
  readonly userId: string;
  readonly name: string | null;
  readonly email: string;
  readonly role: MemberRole;
  readonly isSelf: boolean;
  readonly isLastOwner: boolean;
}

export interface InvitationView {
  readonly id: string;
  readonly email: string;
  readonly role: MemberRole;
  readonly expiresAt: number;
}

export interface SettingsView {
  readonly customerName: string;
  readonly mayAct: boolean;
  readonly members: readonly MemberView[];
  readonly invitations: readonly InvitationView[];
}
