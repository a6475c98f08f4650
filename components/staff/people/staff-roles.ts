import type { Roles } from "#components/ui/role-field.tsx";
import type { StaffRole } from "#kernel/actor.ts";

/** The three staff roles, from the fewest permissions to the most, each with a description. */
export const STAFF_ROLES: Roles<StaffRole> = [
  {
    id: "support",
    label: "Support",
    description: "Can view customers, connections, verification reports, and history, and request verifications.",
  },
  { id: "operator", label: "Operator", description: "Can also rotate External IDs, and invite, suspend, and resume customers." },
  { id: "admin", label: "Admin", description: "Can also manage staff." },
];

export function staffRoleLabel(role: StaffRole): string {
  return STAFF_ROLES.find(({ id }) => id === role)?.label ?? role;
}
