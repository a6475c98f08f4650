import type { Roles } from "#components/ui/role-field.tsx";
import type { MemberRole } from "#kernel/actor.ts";
import { MEMBER_ROLE_WORDS } from "#kernel/people/role-words.ts";

const { member, owner } = MEMBER_ROLE_WORDS;

/** The roles of a customer's people. */
export const MEMBER_ROLES: Roles<MemberRole> = [
  { id: "member", label: member.label, description: `Can ${member.can}.` },
  { id: "owner", label: owner.label, description: `Can ${owner.can}.` },
];

/** What owners and members may do, in two sentences. */
export const MEMBER_ROLE_SENTENCES = `Owners can ${owner.can}. Members can ${member.can}.`;

export function memberRoleLabel(role: MemberRole): string {
  return MEMBER_ROLE_WORDS[role].label;
}
