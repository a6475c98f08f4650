import type { Roles } from "#components/ui/role-field.tsx";
import type { StaffRole } from "#kernel/actor.ts";
import { STAFF_ROLE_WORDS } from "#kernel/people/role-words.ts";

const { support, operator, admin } = STAFF_ROLE_WORDS;

/** The three staff roles, from the fewest permissions to the most, each with a description. */
export const STAFF_ROLES: Roles<StaffRole> = [
  { id: "support", label: support.label, description: `Can ${support.can}.` },
  { id: "operator", label: operator.label, description: `Can ${operator.can}.` },
  { id: "admin", label: admin.label, description: `Can ${admin.can}.` },
];

/** What each role permits, in one sentence each. */
export const STAFF_ROLE_SENTENCES = `Support can ${support.can}. Operators can ${operator.can}. Admins can ${admin.can}. No staff role can read customer logs.`;

export function staffRoleLabel(role: StaffRole): string {
  return STAFF_ROLE_WORDS[role].label;
}
