import { inTransaction } from "#db/in-transaction.ts";
import { type FailedJobRow, staffFailedJobs, staffRetryFailedJob } from "#db/queries/staff-lists.ts";
import type { StaffActor } from "#kernel/actor.ts";
import { ok, type Result } from "#kernel/result.ts";
import type { FailedJobView } from "#lib/staff/shared/fleet-view.ts";
import { staffRefusal } from "./staff-refusal.ts";

const WHAT: Readonly<Record<string, string>> = {
  "mail-invitation": "Email: customer invitation",
  "mail-staff-invitation": "Email: staff invitation",
  "mail-quarantine": "Email: connection quarantined",
  "mail-claim": "Email: role connected elsewhere",
  "mail-access-denied": "Email: AWS denies access to a connection",
  "mail-rotation": "Email: External ID rotation",
  "mail-upgrade": "Email: request to update a role",
  "mail-contact": "Email: notice to a security contact",
  "mail-contact-confirmation": "Email: confirmation of a security contact",
  "mail-link": "Email: sign-in link",
  "mail-alert": "Email: alert for staff",
  verify: "Verification requested by staff",
  rotate: "Rotation requested by staff",
};

/** The sentence for each error code of a failed job; those of a mail server are nodemailer's codes in lower case. */
const WHY: Readonly<Record<string, string>> = {
  econnection: "The mail server can’t be reached.",
  edns: "The host name of the mail server can’t be resolved.",
  etimedout: "The mail server did not respond in time.",
  esocket: "The connection to the mail server failed.",
  etls: "The TLS connection to the mail server failed.",
  eauth: "The mail server rejected the portal’s credentials.",
  eenvelope: "The mail server rejected the recipient address.",
  emessage: "The mail server rejected the message.",
  unknown_secret:
    "The link was made with an AUTH_SECRET that no worker has. Add that value after the first one in AUTH_SECRET of the workers, then retry the job.",
  busy: "Another verification of this connection was running at every attempt.",
  failed: "The verification was interrupted at every attempt.",
  lost: "The worker stopped before the job finished, at every attempt.",
};

/** The sentence for the error code of a job. */
export function whyJobFailed(code: string): string {
  return WHY[code] ?? "Unexpected error at every attempt. See the worker log for details.";
}

/** What a job of this queue does. The queue of a later version of a job is named `verify.2`. */
export function whatFailed(queue: string): string | undefined {
  return WHAT[queue.replace(/\.\d+$/, "")];
}

/** The jobs that failed permanently in the last 30 days, newest first, 200 at most. For all staff. */
export async function findFailedJobs(actor: StaffActor): Promise<readonly FailedJobView[]> {
  const rows = await inTransaction(actor, (tx) => staffFailedJobs(tx, actor), { readOnly: true });
  return rows.map((row) => ({
    id: row.id,
    what: whatFailed(row.queue) ?? row.queue,
    about: aboutOf(row),
    customerId: row.customerId,
    why: whyJobFailed(row.word),
    beganAt: row.beganAt?.getTime() ?? null,
    failedAt: row.failedAt.getTime(),
  }));
}

function aboutOf({ queue, customerName, connectionName, email }: FailedJobRow): string {
  const names = [email, connectionName, customerName].filter((name) => name !== null).join(", ");
  if (names === "") return "no longer exists";
  return queue.startsWith("mail-") && email === null ? `owners of ${names}` : names;
}

/** Retries a job that failed permanently, with all its attempts. Operators and admins; audited. */
export async function retryFailedJob(actor: StaffActor, id: string): Promise<Result<null>> {
  try {
    await inTransaction(actor, (tx) => staffRetryFailedJob(tx, actor, id));
    return ok(null);
  } catch (error) {
    return staffRefusal(error);
  }
}
