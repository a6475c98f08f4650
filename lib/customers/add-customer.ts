import { inTransaction } from "#db/in-transaction.ts";
import { customersAdd } from "#db/queries/customers.ts";
import type { CustomerName } from "#kernel/people/customer-name.ts";
import type { EmailAddress } from "#kernel/people/email-address.ts";
import { invitationLink, newInvitationKey } from "#kernel/people/invitation-token.ts";
import type { Secret } from "#kernel/process/secret.ts";

/** An email address and its own single-use link. */
export interface AddressLink {
  readonly email: EmailAddress;
  readonly link: string;
}

/**
 * Creates a customer from the command line and invites its people, the first of them as owner. Nothing is mailed: it returns
 * the links. Audited as `system:cli`.
 */
export async function addCustomer(
  settings: { readonly appUrl: string; readonly authSecret: Secret<string> },
  name: CustomerName,
  emails: readonly [EmailAddress, ...EmailAddress[]],
): Promise<readonly AddressLink[]> {
  const people = emails.map((email) => ({ email, ...newInvitationKey(settings.authSecret) }));
  await inTransaction({ kind: "system", task: "owner-cli" }, (tx) => customersAdd(tx, name, people));
  return people.map(({ email, id }) => ({ email, link: invitationLink(settings.appUrl, settings.authSecret, id) }));
}
