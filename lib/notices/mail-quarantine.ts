import { inTransaction } from "#db/in-transaction.ts";
import { customersName } from "#db/queries/customers-name.ts";
import { peopleOwnerAddress } from "#db/queries/people-owners.ts";
import { peopleQuarantinedConnection } from "#db/queries/people-quarantined-connection.ts";
import type { OwnerNotice } from "./owner-notice.ts";
import { type MailOutcome, type MailSettings, sendLetter } from "./send-letter.ts";

/**
 * Tells an owner that a connection is quarantined; `void` when it is not, or they are no owner, any more. Names no role, no
 * account and no ID.
 */
export async function mailQuarantine(
  settings: MailSettings,
  { customerId, connectionId, userId, event }: OwnerNotice,
): Promise<MailOutcome> {
  const found = await inTransaction({ kind: "system", task: "worker" }, async (tx) => ({
    name: await peopleQuarantinedConnection(tx, customerId, connectionId),
    customer: await customersName(tx, customerId),
    address: await peopleOwnerAddress(tx, customerId, userId),
  }));
  if (found.name === null || found.address === null) return { kind: "void" };
  const envelope = { address: found.address, about: event, whom: userId };
  return sendLetter(settings, envelope, {
    subject: `Quarantined: ${found.name} opens without the right External ID`,
    paragraphs: [
      `The role of the connection “${found.name}” of ${found.customer ?? "your company"} opened for a call that it must refuse. Another customer of ours might have got in the same way.`,
      "We stopped all reading through it at once. Nothing was read with that session: it held no rights.",
    ],
    link: { text: "See what is open and how to mend it", href: new URL(`/connections/${connectionId}`, settings.appUrl).href },
    after: ["Reading starts again by itself once a check proves that the role is shut to everyone else. This mail can’t be switched off."],
  });
}
