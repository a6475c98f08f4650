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
}

/** Where the list of members is, and what it can be filtered by. */
export const MEMBER_LIST = { path: "/settings", filters: {}, sorts: ["joined"] } as const;
