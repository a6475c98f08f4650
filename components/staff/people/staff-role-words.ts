import type { StaffRole } from "#kernel/actor.ts";

/** The three staff roles in the order of what they may do, with the sentence that says it. */
export const STAFF_ROLES: readonly { readonly id: StaffRole; readonly word: string; readonly may: string }[] = [
  { id: "support", word: "Support", may: "Can view customers, connections, verification reports, and history, and request verifications." },
  { id: "operator", word: "Operator", may: "Can also rotate External IDs, and invite, suspend, and resume customers." },
  { id: "admin", word: "Admin", may: "Can also manage staff." },
];

export function staffRoleWord(role: StaffRole): string {
  return STAFF_ROLES.find(({ id }) => id === role)?.word ?? role;
}
