import { inTransaction } from "#db/in-transaction.ts";
import { customersName, customersSessionHours } from "#db/queries/customers.ts";
import { emailOptOutsOf } from "#db/queries/email-choices.ts";
import { peopleOpenInvitations } from "#db/queries/invitations.ts";
import { peopleOfCustomer } from "#db/queries/people.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { EMAIL_KINDS } from "#kernel/people/email-kinds.ts";
import type { SettingsView } from "./shared/customer-view.ts";

/** The data of the customer's settings page: its members, who gets which emails, the session length and, for owners, the open invitations. */
export async function findSettings(actor: CustomerActor): Promise<SettingsView> {
  const mayAct = actor.role === "owner";
  const { name, people, optOuts, sessionHours, invitations } = await inTransaction(
    actor,
    async (tx) => ({
      name: await customersName(tx, actor.customerId),
      people: await peopleOfCustomer(tx, actor.customerId),
      optOuts: await emailOptOutsOf(tx, actor.customerId),
      sessionHours: await customersSessionHours(tx, actor.customerId),
      invitations: mayAct ? await peopleOpenInvitations(tx, actor.customerId) : [],
    }),
    { readOnly: true },
  );
  const owners = people.filter(({ role }) => role === "owner").length;
  const isOff = (userId: string, kind: string) => optOuts.some((off) => off.userId === userId && off.kind === kind);
  return {
    customerName: name ?? "",
    mayAct,
    sessionHours,
    emails: EMAIL_KINDS.map((kind) => ({
      kind,
      recipients: people.filter(({ role, userId }) => role === "owner" && !isOff(userId, kind)).map(({ email }) => email),
      isOn: !isOff(actor.userId, kind),
    })),
    members: people.map((person) => ({
      ...person,
      isSelf: person.userId === actor.userId,
      isLastOwner: person.role === "owner" && owners === 1,
    })),
    invitations: invitations.map(({ expiresAt, ...invitation }) => ({ ...invitation, expiresAt: expiresAt.getTime() })),
  };
}
