import { inTransaction } from "#db/in-transaction.ts";
import { type RotatingConnection, rotatingConnection } from "#db/queries/connections-rotating.ts";
import { peopleOwnerAddress } from "#db/queries/people-owners.ts";
import type { Letter } from "./letter.ts";
import type { OwnerNotice } from "./owner-notice.ts";
import { type MailOutcome, type MailSettings, sendLetter } from "./send-letter.ts";

const WEEK_MS = 7 * 86_400_000;

/**
 * Tells an owner how a rotation of an External ID stands and what is theirs to do, as it is when the mail goes out;
 * `void` when it is over or they are no owner any more. About `quarantine` it speaks only if the former ID's still opening the role stopped all reading.
 */
export async function mailRotation(
  settings: MailSettings,
  { customerId, connectionId, userId, event }: OwnerNotice,
  about: "progress" | "quarantine",
): Promise<MailOutcome> {
  const found = await inTransaction({ kind: "system", task: "worker" }, async (tx) => ({
    rotating: await rotatingConnection(tx, customerId, connectionId),
    address: await peopleOwnerAddress(tx, customerId, userId),
  }));
  const { rotating, address } = found;
  if (rotating === undefined || address === null) return { kind: "void" };
  if (about === "quarantine" && !rotating.stoppedByFormerId) return { kind: "void" };
  const link = { text: "See what to do", href: new URL(`/connections/${connectionId}`, settings.appUrl).href };
  return sendLetter(settings, { address, about: event, whom: userId }, { ...letterOf(rotating), link });
}

function letterOf(rotating: RotatingConnection): Omit<Letter, "link"> {
  const { name, stage, since, stoppedByFormerId } = rotating;
  if (stoppedByFormerId)
    return {
      subject: `Quarantined: ${name} still opens with its former External ID`,
      paragraphs: [
        `The External ID of the connection “${name}” was replaced more than seven days ago, and its role still opens with the former one. It must be refused by now.`,
        "We stopped all reading through it. Take the former ID out of the role’s trust policy, or update its stack with the new ID alone.",
      ],
      after: ["Reading starts again by itself once a check proves that the former ID is refused."],
    };
  if (stage === "pending")
    return {
      subject: `Update the role of ${name}: a new External ID waits for it`,
      paragraphs: [
        `A new External ID was made for the connection “${name}”. Your role has to accept it before we use it, and only you can change your role.`,
        "Log reading goes on with the current ID all the while.",
      ],
      after: ["Nobody has to hurry. An owner can cancel the rotation on the same page."],
    };
  return {
    subject: `The former External ID of ${name} must be refused by ${dayOf(new Date(since.getTime() + WEEK_MS))}`,
    paragraphs: [
      `The new External ID of the connection “${name}” is in use, but its role still opens with the former one. Take that out of the role’s trust policy, or update its stack with the new ID alone.`,
      "On the day above we stop reading through this connection until the former ID is refused.",
    ],
    after: ["We check by ourselves and retire the former ID for ever as soon as your role refuses it."],
  };
}

function dayOf(at: Date): string {
  return at.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}
