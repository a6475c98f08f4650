import { inTransaction } from "#db/in-transaction.ts";
import { customersName, customersSessionHours } from "#db/queries/customers.ts";
import { emailRecipients } from "#db/queries/email-choices.ts";
import { peopleOpenInvitations } from "#db/queries/invitations.ts";
import type { KeysetOrder, Place } from "#db/queries/keyset.ts";
import { MEMBER_ORDER, memberCounts, memberPage } from "#db/queries/people.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { SettingsView } from "./shared/customer-view.ts";

/** The order of the members: by when they joined. */
export const membersOrder = (): KeysetOrder => MEMBER_ORDER;

/** Which members the page shows: those with a part of an address or name, from a place in `membersOrder` on. */
export interface MembersAsked {
  readonly search: string;
  readonly start: { readonly after: Place } | { readonly before: Place } | null;
  readonly limit: number;
}

/** The data of the customer's settings page: one page of its members, who gets which emails and, for owners, the open invitations. */
export async function findSettings(
  actor: CustomerActor,
  { search, start, limit }: MembersAsked = { search: "", start: null, limit: 40 },
): Promise<SettingsView & { readonly next: Place | null; readonly previous: Place | null }> {
  const mayAct = actor.role === "owner";
  return inTransaction(
    actor,
    async (tx) => {
      const page = await memberPage(tx, actor.customerId, search, start, limit);
      const counts = await memberCounts(tx, actor.customerId, search);
      const invitations = mayAct ? await peopleOpenInvitations(tx, actor.customerId) : [];
      return {
        customerName: (await customersName(tx, actor.customerId)) ?? "",
        mayAct,
        members: page.rows.map((person) => ({
          ...person,
          isSelf: person.userId === actor.userId,
          isLastOwner: person.role === "owner" && counts.owners === 1,
        })),
        counts,
        emails: await emailRecipients(tx, actor),
        sessionHours: await customersSessionHours(tx, actor.customerId),
        next: page.next,
        previous: page.previous,
        invitations: invitations.map(({ expiresAt, ...invitation }) => ({ ...invitation, expiresAt: expiresAt.getTime() })),
      };
    },
    { readOnly: true },
  );
}
