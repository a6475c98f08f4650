import { type DatabaseOptions, type Job, type JobResult, PgBoss } from "pg-boss";
import { z } from "zod";
import type { SystemActor } from "#kernel/actor.ts";
import { ConnectionId, ContactId, CustomerId, InvitationId, UserId } from "#kernel/ids.ts";
import type { WorkerEnv } from "#kernel/process/env.ts";
import { log } from "#kernel/process/log.ts";
import { connectionSettings } from "#lib/audit/open-database.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import { checkForStaff } from "#lib/connections/checks/run-requests.ts";
import { startRotation } from "#lib/connections/rotation/start-rotation.ts";
import { mailAccessDenied } from "#lib/email/mail-access-denied.ts";
import { mailAlert } from "#lib/email/mail-alert.ts";
import { mailClaim } from "#lib/email/mail-claim.ts";
import { mailContactConfirmation } from "#lib/email/mail-contact-confirmation.ts";
import { mailInvitation, mailStaffInvitation } from "#lib/email/mail-invitation.ts";
import { mailQuarantine } from "#lib/email/mail-quarantine.ts";
import { mailRotation } from "#lib/email/mail-rotation.ts";
import { mailSignInLink } from "#lib/email/mail-sign-in-link.ts";
import { mailUpgrade } from "#lib/email/mail-upgrade.ts";
import type { Notice } from "#lib/email/notice.ts";
import type { MailOutcome } from "#lib/email/send-email.ts";
import { splitAmongOwners } from "#lib/email/split-among-owners.ts";

interface Done {
  readonly kind: "completed" | "failed";
  /** A short code of the outcome, which the queue stores. */
  readonly word: string;
}

/** Executes a job. The queue retries a job that failed. */
type Work = (job: Pick<Job<unknown>, "id" | "name" | "data">) => Promise<Done>;

/** One version of a job: what its payload contains, and what is done with it. */
interface JobVersion {
  readonly payload: z.ZodType;
  readonly work: Work;
}

/**
 * The versions of each job that this worker understands, version 1 first. Each version has a queue of its own, so a worker never takes a job whose
 * payload it does not know: the job waits for a worker of a newer release. A payload that changes is a new version; the earlier one stays
 * here for as long as processes of the release before may queue it.
 */
export type Jobs = Readonly<Record<string, readonly JobVersion[]>>;

/** The queue of a version of a job: that of version 1 is named like the job, a later one `verify.2`. */
export function queueOf(job: string, version: number): string {
  return version === 1 ? job : `${job}.${version}`;
}

/** A version of a job. `work` gets the parsed payload. */
export function jobVersion<P>(payload: z.ZodType<P>, work: (payload: P, job: Parameters<Work>[0]) => Promise<Done>): JobVersion {
  return { payload, work: (job) => work(payload.parse(job.data), job) };
}

const Connection = z.object({ customer: CustomerId, connection: ConnectionId });
const ClaimMail = z.object({ outcome: z.enum(["ended", "taken", "kept", "not-taken"]) });
/** A job for one owner of a connection, or for all of them. */
const ForOwners = z.union([
  Connection.extend({ user: UserId, event: z.uuid() }),
  z.strictObject({ ...Connection.shape, outcome: ClaimMail.shape.outcome.optional() }),
]);
/** A security notice for one contact of the customer. */
const ForContact = Connection.extend({
  contact: ContactId,
  event: z.uuid(),
  notice: z.enum(["quarantine", "claim"]),
  outcome: ClaimMail.shape.outcome.optional(),
});
const NewContact = z.object({ customer: CustomerId, contact: ContactId });
const MemberInvitation = z.object({ customer: CustomerId, invitation: InvitationId });
const StaffInvitation = z.object({ invitation: InvitationId });
const AlertMail = z.object({ mail: z.uuid() });
const SignInLink = z.object({ link: z.uuid() });

/**
 * Starts executing jobs. Returns a function that stops it after the running jobs have ended, at most ten seconds later.
 * @throws Error if the database can't be reached, or has no queue for a version of a job
 */
export async function startJobs(env: Pick<WorkerEnv, "databaseUrls">, jobs: Jobs): Promise<() => Promise<void>> {
  const boss = new PgBoss({
    ...(connectionSettings(env.databaseUrls.worker) as DatabaseOptions),
    migrate: false,
    createSchema: false,
    schedule: false,
    reindex: false,
    persistQueueStats: false,
    useListenNotify: true,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    max: 4,
  });
  boss.on("error", (error) => log("error", "queue error", {}, error));
  await boss.start();
  const queues = Object.entries(jobs).flatMap(([job, versions]) =>
    versions.map(({ work }, index) => ({ queue: queueOf(job, index + 1), work })),
  );
  for (const { queue, work } of queues) {
    const options = {
      batchSize: 5,
      pollingIntervalSeconds: 0.5,
      notifyPollingIntervalSeconds: 2,
      burstWhenBatchFull: true,
      perJobResults: true,
    } as const;
    await boss.work(queue, options, (batch: Job<unknown>[]) => Promise.all(batch.map((job) => resultOf(boss, queue, job, work))));
  }
  return () => boss.stop({ graceful: true, timeout: 10_000 });
}

/** Every job of this release, in all its versions. */
export function jobsOf(env: WorkerEnv, actor: SystemActor, context: AppContext): Jobs {
  return {
    verify: [
      jobVersion(Connection, async ({ customer: customerId, connection: connectionId }) => {
        const word = await checkForStaff(actor, context, { customerId, connectionId });
        return { kind: word === "busy" || word === "failed" ? "failed" : "completed", word };
      }),
    ],
    rotate: [
      jobVersion(Connection, async ({ customer: customerId, connection: connectionId }) => {
        const started = await startRotation(actor, { customerId, connectionId });
        return { kind: "completed", word: started.ok ? "started" : started.code };
      }),
    ],
    "mail-quarantine": [toOwners((notice) => mailAnyQuarantine(env, notice))],
    "mail-claim": [toOwners((notice, data) => mailClaim(env, notice, ClaimMail.parse(data).outcome))],
    "mail-access-denied": [toOwners((notice) => mailAccessDenied(env, notice))],
    "mail-rotation": [toOwners((notice) => mailRotation(env, notice, "progress"))],
    "mail-upgrade": [toOwners((notice) => mailUpgrade(env, notice))],
    "mail-contact": [
      jobVersion(
        ForContact,
        async ({ customer: customerId, connection: connectionId, contact: contactId, event, notice: about, outcome }) => {
          const notice = { customerId, connectionId, contactId, event };
          return mailed(await (about === "claim" ? mailClaim(env, notice, outcome ?? "kept") : mailAnyQuarantine(env, notice)));
        },
      ),
    ],
    "mail-contact-confirmation": [
      jobVersion(NewContact, async ({ customer: customerId, contact: contactId }) =>
        mailed(await mailContactConfirmation(env, { customerId, contactId })),
      ),
    ],
    "mail-invitation": [
      jobVersion(MemberInvitation, async ({ customer: customerId, invitation: invitationId }) =>
        mailed(await mailInvitation(env, { customerId, invitationId })),
      ),
    ],
    "mail-link": [jobVersion(SignInLink, async ({ link: linkId }) => mailed(await mailSignInLink(env, { linkId })))],
    "mail-alert": [jobVersion(AlertMail, async ({ mail: mailId }) => mailed(await mailAlert(env, { mailId })))],
    "mail-staff-invitation": [
      jobVersion(StaffInvitation, async ({ invitation: invitationId }) => mailed(await mailStaffInvitation(env, { invitationId }))),
    ],
  };
}

/** A quarantine because of the previous External ID has its own text. */
async function mailAnyQuarantine(env: WorkerEnv, notice: Notice): Promise<MailOutcome> {
  const ofPreviousId = await mailRotation(env, notice, "quarantine");
  return ofPreviousId.kind === "void" ? mailQuarantine(env, notice) : ofPreviousId;
}

/** A job for all owners is split into one for each owner and contact, so that each email is sent and retried on its own. */
function toOwners(mail: (notice: Notice, data: unknown) => Promise<MailOutcome>): JobVersion {
  return jobVersion(ForOwners, async (payload, { id, name, data }) => {
    if ("event" in payload)
      return mailed(
        await mail({ customerId: payload.customer, connectionId: payload.connection, userId: payload.user, event: payload.event }, data),
      );
    await splitAmongOwners(name, id);
    return { kind: "completed", word: "split" };
  });
}

function mailed(outcome: MailOutcome): Done {
  return outcome.kind === "failed" ? { kind: "failed", word: outcome.code } : { kind: "completed", word: outcome.kind };
}

/** Does not throw, because the queue would store the error's message and properties, and an error of the AWS SDK contains the role's ARN. */
async function resultOf(boss: PgBoss, queue: string, job: Job<unknown>, work: Work): Promise<JobResult<{ word: string }>> {
  try {
    const { kind, word } = await work(job);
    if (kind === "completed") await completeAtOnce(boss, queue, job, word);
    return { id: job.id, status: kind, output: { word } };
  } catch (error) {
    log("error", "job failed", { queue, job: job.id }, error);
    return { id: job.id, status: "failed", output: { word: "unexpected" } };
  }
}

/** pg-boss completes the jobs of a batch when all have ended. If the worker were killed before, the finished ones would be repeated. */
async function completeAtOnce(boss: PgBoss, queue: string, job: Job<unknown>, word: string): Promise<void> {
  await boss
    .complete(queue, job, { word })
    .catch((error: unknown) => log("warn", "job not marked as completed", { queue, job: job.id }, error));
}
