import { type Job, type JobResult, PgBoss } from "pg-boss";
import { z } from "zod";
import type { SystemActor } from "#kernel/actor.ts";
import { ConnectionId, CustomerId, InvitationId, UserId } from "#kernel/ids.ts";
import type { WorkerEnv } from "#kernel/process/env.ts";
import { log } from "#kernel/process/log.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import { checkForStaff } from "#lib/connections/checks/run-requests.ts";
import { startRotation } from "#lib/connections/rotation/start-rotation.ts";
import { mailClaim } from "#lib/email/mail-claim.ts";
import { mailInvitation, mailStaffInvitation } from "#lib/email/mail-invitation.ts";
import { mailQuarantine } from "#lib/email/mail-quarantine.ts";
import { mailRotation } from "#lib/email/mail-rotation.ts";
import { mailSignInLink } from "#lib/email/mail-sign-in-link.ts";
import type { MailOutcome } from "#lib/email/send-email.ts";
import { type OwnerNotice, splitAmongOwners } from "#lib/email/split-among-owners.ts";

interface Done {
  readonly kind: "completed" | "failed";
  /** A short code of the outcome, which the queue stores. */
  readonly word: string;
}

/** Executes a job. The queue retries a job that failed. */
type Work = (ids: unknown, jobId: string) => Promise<Done>;

const Connection = z.object({ customer: CustomerId, connection: ConnectionId });
const ClaimMail = z.object({ outcome: z.enum(["ended", "taken", "kept", "not-taken"]) });
/** A job for one owner of a connection, or for all of them. */
const ForOwners = z.union([
  Connection.extend({ user: UserId, event: z.uuid() }),
  z.strictObject({ ...Connection.shape, outcome: ClaimMail.shape.outcome.optional() }),
]);
const MemberInvitation = z.object({ customer: CustomerId, invitation: InvitationId });
const StaffInvitation = z.object({ invitation: InvitationId });
const SignInLink = z.object({ link: z.uuid() });

/** Starts executing jobs. Returns a function that stops it after the running jobs have ended, at most ten seconds later. */
export async function startJobs(env: WorkerEnv, actor: SystemActor, context: AppContext): Promise<() => Promise<void>> {
  const boss = new PgBoss({
    connectionString: env.databaseUrls.worker.reveal(),
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
  for (const [queue, work] of Object.entries(works(env, actor, context))) {
    const options = {
      batchSize: 5,
      pollingIntervalSeconds: 0.5,
      notifyPollingIntervalSeconds: 2,
      burstWhenBatchFull: true,
      perJobResults: true,
    } as const;
    await boss.work(queue, options, (jobs: Job<unknown>[]) => Promise.all(jobs.map((job) => resultOf(boss, queue, job, work))));
  }
  return () => boss.stop({ graceful: true, timeout: 10_000 });
}

function works(env: WorkerEnv, actor: SystemActor, context: AppContext): Readonly<Record<string, Work>> {
  return {
    verify: async (ids) => {
      const { customer: customerId, connection: connectionId } = Connection.parse(ids);
      const word = await checkForStaff(actor, context, { customerId, connectionId });
      return { kind: word === "busy" || word === "failed" ? "failed" : "completed", word };
    },
    rotate: async (ids) => {
      const { customer: customerId, connection: connectionId } = Connection.parse(ids);
      const started = await startRotation(actor, { customerId, connectionId });
      return { kind: "completed", word: started.ok ? "started" : started.code };
    },
    "mail-quarantine": toOwners("mail-quarantine", async (notice) => {
      const ofPreviousId = await mailRotation(env, notice, "quarantine");
      return ofPreviousId.kind === "void" ? mailQuarantine(env, notice) : ofPreviousId;
    }),
    "mail-claim": toOwners("mail-claim", (notice, ids) => mailClaim(env, notice, ClaimMail.parse(ids).outcome)),
    "mail-rotation": toOwners("mail-rotation", (notice) => mailRotation(env, notice, "progress")),
    "mail-invitation": async (ids) => {
      const { customer: customerId, invitation: invitationId } = MemberInvitation.parse(ids);
      return mailed(await mailInvitation(env, { customerId, invitationId }));
    },
    "mail-link": async (ids) => mailed(await mailSignInLink(env, { linkId: SignInLink.parse(ids).link })),
    "mail-staff-invitation": async (ids) => mailed(await mailStaffInvitation(env, { invitationId: StaffInvitation.parse(ids).invitation })),
  };
}

/** A job for all owners is split into one for each owner, so that each email is sent and retried on its own. */
function toOwners(queue: string, mail: (notice: OwnerNotice, ids: unknown) => Promise<MailOutcome>): Work {
  return async (ids, jobId) => {
    const job = ForOwners.parse(ids);
    if ("event" in job)
      return mailed(await mail({ customerId: job.customer, connectionId: job.connection, userId: job.user, event: job.event }, ids));
    await splitAmongOwners(queue, jobId);
    return { kind: "completed", word: "split" };
  };
}

function mailed(outcome: MailOutcome): Done {
  return outcome.kind === "failed" ? { kind: "failed", word: outcome.code } : { kind: "completed", word: outcome.kind };
}

/** Does not throw, because the queue would store the error's message and properties, and an error of the AWS SDK contains the role's ARN. */
async function resultOf(boss: PgBoss, queue: string, job: Job<unknown>, work: Work): Promise<JobResult<{ word: string }>> {
  try {
    const { kind, word } = await work(job.data, job.id);
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
