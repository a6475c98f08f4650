import type { MemberRole, StaffRole } from "#kernel/actor.ts";

/** A role as people read it. `can` continues "Owners can …" and "Can …". */
interface RoleWords {
  readonly label: string;
  readonly can: string;
}

/** The roles of a customer's people: the same permissions in the selection, the dialogs, the table and the invitation email. */
export const MEMBER_ROLE_WORDS: Readonly<Record<MemberRole, RoleWords>> = {
  member: { label: "Member", can: "search and query logs" },
  owner: { label: "Owner", can: "connect AWS accounts, rotate External IDs, remove connections, manage people, and search and query logs" },
};

/** The staff roles. Each has the permissions of the one before it and its own. */
export const STAFF_ROLE_WORDS: Readonly<Record<StaffRole, RoleWords>> = {
  support: {
    label: "Support",
    can: "view customers, connections, verification reports, and history, acknowledge alerts, and write notes",
  },
  operator: { label: "Operator", can: "also verify connections, rotate External IDs, and invite, suspend, and resume customers" },
  admin: { label: "Admin", can: "also manage staff" },
};

/** What a person of the staff lacks who may not do this: "Requires the Operator or Admin role". */
export function requiresRole(...roles: readonly StaffRole[]): string {
  return `Requires the ${roles.map((role) => STAFF_ROLE_WORDS[role].label).join(" or ")} role`;
}
