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
  /** One page of the members, oldest first. */
  readonly members: readonly MemberView[];
  readonly counts: {
    readonly members: number;
    readonly owners: number;
    /** How many match the search. */
    readonly matching: number;
    /** The addresses of the first 10 owners. */
    readonly firstOwners: readonly string[];
  };
  readonly invitations: readonly InvitationView[];
  readonly emails: readonly EmailKindView[];
  /** The longest time from a sign-in to the end of the session. */
  readonly sessionHours: number;
}

/** Emails of one kind: to which owners they are sent, and whether this person turned them off. */
export interface EmailKindView {
  readonly kind: EmailKind;
  /** How many owners have not turned them off, and the addresses of the first 10. */
  readonly owners: number;
  readonly firstOwners: readonly string[];
  readonly isOn: boolean;
}

/** The values that an owner can choose as {@link SettingsView.sessionHours}. The longest is that of the portal. */
export const SESSION_HOURS = [1, 2, 4, 8] as const;
/** Where the list of members is, and what it can be filtered by. */
export const MEMBER_LIST = { path: "/settings", filters: {}, sorts: ["joined"] } as const;

/** The addresses of owners, and how many more there are. */
export function ownersText({ owners, firstOwners }: Pick<SettingsView["counts"], "owners" | "firstOwners">): string {
  const more = owners - firstOwners.length;
  return `${firstOwners.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
