import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#db/in-transaction.ts";
import { CustomerId } from "#kernel/ids.ts";

const Row = z.object({
  kind: z.enum(["member", "staff"]),
  customer_name: z.string().nullable(),
  email: z.string(),
  role: z.string(),
  state: z.enum(["open", "accepted", "revoked", "expired"]),
});
export type InvitationRow = z.infer<typeof Row>;

/** The open invitation behind a link's hash; null for every other one, whatever became of it. */
export async function openInvitation(tx: Transaction, hash: string): Promise<InvitationRow | null> {
  const { rows } = await tx.execute(sql`select kind, customer_name, email, role, state from invitation_by_hash(${hash})`);
  const row = rows[0] ? Row.parse(rows[0]) : null;
  return row?.state === "open" ? row : null;
}

/** Makes the person a member by an open invitation to their own address. @throws P0002 otherwise */
export async function acceptMemberInvitation(tx: Transaction, hash: string, userId: string): Promise<CustomerId> {
  const { rows } = await tx.execute(sql`select accept_invitation(${hash}, ${userId}) as customer_id`);
  return CustomerId.parse(rows[0]?.["customer_id"]);
}

/**
 * Enrols the session's person as staff under the identity that the session came from; their other sessions end.
 * @throws P0002 when the session came from elsewhere, when it is not the person's only identity, or for another's invitation
 */
export async function acceptStaffInvitation(
  tx: Transaction,
  hash: string,
  session: string,
  staffEntryPoint: { readonly provider: string; readonly issuer: string },
): Promise<void> {
  await tx.execute(sql`select accept_staff_invitation(${hash}, ${session}, ${staffEntryPoint.provider}, ${staffEntryPoint.issuer})`);
}
