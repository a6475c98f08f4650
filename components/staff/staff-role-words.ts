import type { StaffRole } from "#lib/kernel/actor.ts";

/** The three staff roles in the order of what they may do, with the sentence that says it. */
export const STAFF_ROLES: readonly { readonly id: StaffRole; readonly word: string; readonly may: string }[] = [
  { id: "support", word: "Support", may: "Reads customers, connections, receipts and history; may ask for a check." },
  { id: "operator", word: "Operator", may: "Also invites, suspends and resumes customers." },
  { id: "admin", word: "Admin", may: "Also manages the staff." },
];

export function staffRoleWord(role: StaffRole): string {
  return STAFF_ROLES.find(({ id }) => id === role)?.word ?? role;
}
