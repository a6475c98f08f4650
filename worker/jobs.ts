import { type Job, type JobResult, PgBoss } from "pg-boss";
import { z } from "zod";
import { checkForStaff } from "#lib/connections/check-for-staff.ts";
import type { Deployment } from "#lib/connections/deployment.ts";
import { startRotation } from "#lib/connections/start-rotation.ts";
import type { SystemActor } from "#lib/kernel/actor.ts";
import type { WorkerEnv } from "#lib/kernel/env.ts";
import { ConnectionId, CustomerId, InvitationId } from "#lib/kernel/ids.ts";
import { mailInvitation } from "#lib/notices/mail-invitation.ts";
import { mailQuarantine } from "#lib/notices/mail-quarantine.ts";
import { mailRotation } from "#lib/notices/mail-rotation.ts";
import { mailStaffInvitation } from "#lib/notices/mail-staff-invitation.ts";
import { log } from "./log.ts";

/** What a job is done with. It answers a word; a word that is not a success makes the queue try again. */
type Work = (ids: unknown) => Promise<{ readonly kind: "completed" | "failed"; readonly word: string }>;

const Connection = z.object({ customer: CustomerId, connection: ConnectionId });
const MemberInvitation = z.object({ customer: CustomerId, invitation: InvitationId });
const StaffInvitation = z.object({ invitation: InvitationId });

/** Starts working on the queues; answers the way to stop, which lets what is under way end. */
export async function startJobs(env: WorkerEnv, actor: SystemActor, deployment: Deployment): Promise<() => Promise<void>> {
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
  boss.on("error", (error) => log("queue error", { error }));
  await boss.start();
  for (const [queue, work] of Object.entries(works(env, actor, deployment))) {
    const options = {
      batchSize: 5,
      pollingIntervalSeconds: 0.5,
      notifyPollingIntervalSeconds: 2,
      burstWhenBatchFull: true,
      perJobResults: true,
    } as const;
    await boss.work(queue, options, (jobs: Job<unknown>[]) => Promise.all(jobs.map((job) => resultOf(queue, job, work))));
  }
  return () => boss.stop({ graceful: true, timeout: 10_000 });
}

function works(env: WorkerEnv, actor: SystemActor, deployment: Deployment): Readonly<Record<string, Work>> {
  const mailed = async (sending: ReturnType<typeof mailQuarantine>) => {
    const outcome = await sending;
    return outcome.kind === "failed"
      ? ({ kind: "failed", word: outcome.code } as const)
      : ({ kind: "completed", word: outcome.kind } as const);
  };
  return {
    verify: async (ids) => {
      const { customer: customerId, connection: connectionId } = Connection.parse(ids);
      const word = await checkForStaff(actor, deployment, { customerId, connectionId });
      return { kind: word === "busy" || word === "failed" ? "failed" : "completed", word };
    },
    rotate: async (ids) => {
      const { customer: customerId, connection: connectionId } = Connection.parse(ids);
      const started = await startRotation(actor, { customerId, connectionId });
      return { kind: "completed", word: started.ok ? "started" : started.code };
    },
    "mail-quarantine": async (ids) => {
      const { customer: customerId, connection: connectionId } = Connection.parse(ids);
      const ofFormerId = await mailRotation(env, { customerId, connectionId }, "quarantine");
      return mailed(ofFormerId.kind === "void" ? mailQuarantine(env, { customerId, connectionId }) : Promise.resolve(ofFormerId));
    },
    "mail-rotation": (ids) => {
      const { customer: customerId, connection: connectionId } = Connection.parse(ids);
      return mailed(mailRotation(env, { customerId, connectionId }, "progress"));
    },
    "mail-invitation": (ids) => {
      const { customer: customerId, invitation: invitationId } = MemberInvitation.parse(ids);
      return mailed(mailInvitation(env, { customerId, invitationId }));
    },
    "mail-staff-invitation": (ids) => mailed(mailStaffInvitation(env, { invitationId: StaffInvitation.parse(ids).invitation })),
  };
}

/** A foreign error never leaves: the queue would store its message and properties, and an SDK's hold the role's ARN. */
async function resultOf(queue: string, job: Job<unknown>, work: Work): Promise<JobResult<{ word: string }>> {
  try {
    const { kind, word } = await work(job.data);
    return { id: job.id, status: kind, output: { word } };
  } catch (error) {
    log("job failed", { queue, job: job.id, error });
    return { id: job.id, status: "failed", output: { word: "unexpected" } };
  }
}
