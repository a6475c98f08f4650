import { inTransaction } from "#db/in-transaction.ts";
import { staffAdd } from "#db/queries/staff-add.ts";
import type { StaffRole } from "#kernel/actor.ts";
import type { EmailAddress } from "#kernel/email-address.ts";
import { invitationLink, newInvitationKey } from "#kernel/invitation-key.ts";
import { ok, type Result } from "#kernel/result.ts";
import type { Secret } from "#kernel/secret.ts";
import { staffRefusal } from "./staff-refusal.ts";

/** Invites somebody to the staff from a terminal; the single-use link is the answer, nothing is mailed. Audited as `system:cli`. */
export async function addStaff(
  settings: { readonly appUrl: string; readonly authSecret: Secret<string> },
  email: EmailAddress,
  role: StaffRole,
): Promise<Result<{ link: string }>> {
  const key = newInvitationKey(settings.authSecret);
  try {
    await inTransaction({ kind: "system", task: "owner-cli" }, (tx) => staffAdd(tx, { ...key, email, role }));
    return ok({ link: invitationLink(settings.appUrl, settings.authSecret, key.id) });
  } catch (error) {
    return staffRefusal(error);
  }
}
