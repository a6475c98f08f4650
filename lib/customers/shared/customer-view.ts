import type { MemberRole } from "#kernel/actor.ts";
import type { EmailKind } from "#kernel/people/email-kinds.ts";

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
  readonly emails: readonly EmailKindView[];
  /** The longest time from a sign-in to the end of the session. */
  readonly sessionHours: number;
}

/** Emails of one kind: to which owners they are sent, and whether this person turned them off. */
export interface EmailKindView {
  readonly kind: EmailKind;
  /** Addresses of the owners who have not turned them off. */
  readonly recipients: readonly string[];
  readonly isOn: boolean;
}

/** The values that an owner can choose as {@link SettingsView.sessionHours}. The longest is that of the portal. */
export const SESSION_HOURS = [1, 2, 4, 8] as const;
