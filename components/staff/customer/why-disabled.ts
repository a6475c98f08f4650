import type { StaffRole } from "#kernel/actor.ts";
import { requiresRole } from "#kernel/people/role-words.ts";

/** Why a person of the staff can't act here; null if they can. A disabled button shows it. */
export function whyDisabled(role: StaffRole, isSuspended = false): string | null {
  if (role === "support") return `${requiresRole("operator", "admin")}.`;
  return isSuspended ? "The customer is suspended. Resume it first." : null;
}

/** The properties of a button that is disabled for this reason. */
export function disabledFor(reason: string | null): { readonly disabled?: true; readonly disabledReason?: string } {
  return reason === null ? {} : { disabled: true, disabledReason: reason };
}
