import type { Roles } from "#components/ui/role-field.tsx";
import type { MemberRole } from "#kernel/actor.ts";

/** The roles of a customer's people. */
export const MEMBER_ROLES: Roles<MemberRole> = [
  { id: "member", label: "Member", description: "Can browse logs." },
  {
    id: "owner",
    label: "Owner",
    description: "Can also connect AWS accounts, rotate External IDs, remove connections, and invite people.",
  },
];

export function memberRoleLabel(role: MemberRole): string {
  return MEMBER_ROLES.find(({ id }) => id === role)?.label ?? role;
}
