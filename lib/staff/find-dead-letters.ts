import { inTransaction } from "#db/in-transaction.ts";
import { type DeadLetterRow, staffDeadLetters } from "#db/queries/staff-dead-letters.ts";
import type { StaffActor } from "#lib/kernel/actor.ts";
import type { DeadLetterView } from "./dead-letter-view.ts";

const WHAT: Readonly<Record<string, string>> = {
  "mail-invitation": "Mail: invitation to a customer",
  "mail-staff-invitation": "Mail: invitation to the staff",
  "mail-quarantine": "Mail: connection quarantined",
  "mail-rotation": "Mail: External ID to be replaced",
  verify: "Check that staff asked for",
  rotate: "Rotation that staff asked for",
};

/** The words that jobs leave behind when they fail; those of a mail server are nodemailer's codes in lower case. */
const WHY: Readonly<Record<string, string>> = {
  econnection: "The mail server can’t be reached.",
  edns: "The mail server’s name is not known.",
  etimedout: "The mail server did not answer in time.",
  esocket: "The mail server can’t be reached, or the connection to it broke.",
  etls: "No secure connection to the mail server could be made.",
  eauth: "The mail server refused the portal’s name and password.",
  eenvelope: "The mail server refused the address.",
  emessage: "The mail server refused the message.",
  busy: "Other checks of this connection were going on at every try.",
  failed: "The check was interrupted at every try.",
  lost: "The worker ended before it was done, at every try.",
};

/** The jobs that failed for good in the last thirty days, newest first, two hundred at most. All staff. */
export async function findDeadLetters(actor: StaffActor): Promise<readonly DeadLetterView[]> {
  const rows = await inTransaction(actor, (tx) => staffDeadLetters(tx, actor), { readOnly: true });
  return rows.map((row) => ({
    id: row.id,
    what: WHAT[row.queue] ?? row.queue,
    about: aboutOf(row),
    customerId: row.customerId,
    why: WHY[row.word] ?? "Something unexpected went wrong at every try; the worker’s log says what.",
    beganAt: row.beganAt?.getTime() ?? null,
    failedAt: row.failedAt.getTime(),
  }));
}

function aboutOf({ queue, customerName, connectionName, email }: DeadLetterRow): string {
  const names = [email, connectionName, customerName].filter((name) => name !== null).join(", ");
  if (names === "") return "what it was about is gone";
  return queue.startsWith("mail-") && email === null ? `owners of ${names}` : names;
}
