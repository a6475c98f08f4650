import { inTransaction } from "#db/in-transaction.ts";
import { customersName } from "#db/queries/customers.ts";
import { peopleOpenInvitations } from "#db/queries/invitations.ts";
import { peopleOfCustomer } from "#db/queries/people.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { SettingsView } from "./shared/customer-view.ts";

/** The data of the customer's settings page: its members and, for owners, the open invitations. */
export async function findSettings(actor: CustomerActor): Promise<SettingsView> {
  const mayAct = actor.role === "owner";
  const { name, people, invitations } = await inTransaction(
    actor,
    async (tx) => ({
      name: await customersName(tx, actor.customerId),
      people: await peopleOfCustomer(tx, actor.customerId),
      invitations: mayAct ? await peopleOpenInvitations(tx, actor.customerId) : [],
    }),
    { readOnly: true },
  );
  const owners = people.filter(({ role }) => role === "owner").length;
  return {
    customerName: name ?? "",
    mayAct,
    members: people.map((person) => ({
      ...person,
      isSelf: person.userId === actor.userId,
      isLastOwner: person.role === "owner" && owners === 1,
    })),
    invitations: invitations.map(({ expiresAt, ...invitation }) => ({ ...invitation, expiresAt: expiresAt.getTime() })),
  };
}
