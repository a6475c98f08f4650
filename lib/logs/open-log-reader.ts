import { inTransaction } from "#db/in-transaction.ts";
import { recordAudit } from "#lib/audit/record-audit.ts";
import { assumeRole } from "#lib/aws/assume-role.ts";
import { cloudWatchLogs } from "#lib/aws/cloudwatch-logs.ts";
import { sendableId } from "#lib/aws/sent-external-id.ts";
import { sessionName } from "#lib/aws/session-name.ts";
import { sessionPolicy } from "#lib/aws/session-policy.ts";
import type { Deployment } from "#lib/connections/deployment.ts";
import { type NotReadable, type OpenedForRead, openConnectionForRead } from "#lib/connections/open-connection-for-read.ts";
import type { CustomerActor } from "#lib/kernel/actor.ts";
import { systemClock } from "#lib/kernel/clock.ts";
import type { ConnectionId } from "#lib/kernel/ids.ts";
import { type Failure, fail, ok, type Result } from "#lib/kernel/result.ts";
import type { LogReader } from "./log-reader.ts";
import { createRoleSessionCache, type Opened, type RoleSessionCache, type SessionKey } from "./role-session-cache.ts";

/** Seconds; the most that a chained session may have. It is refreshed ahead of its end. */
const SESSION_SECONDS = 3600;

const caches = new WeakMap<Deployment, RoleSessionCache>();

/**
 * Opens the logs of a connection for one person: asks the database whether it may be read now, and takes the kept role
 * session or assumes the role with the stored ARN and this connection's own External ID, capped to log reads. The audit
 * row is committed before AWS is asked. Fails with the sentence for the person.
 */
export async function openLogReader(
  actor: CustomerActor,
  deployment: Deployment,
  connectionId: ConnectionId,
  region: string,
): Promise<Result<LogReader>> {
  const opened = await openConnectionForRead(actor, deployment, connectionId);
  if (opened.kind !== "opened") return explainNotReadable(opened);
  if (!opened.regions.includes(region)) return fail("invalid", "This connection does not read logs in that region.");
  const session = await roleSession(actor, deployment, connectionId, opened);
  if (session.kind === "failed") return session.failed;
  return ok({
    logs: cloudWatchLogs(deployment.aws, session.session),
    logGroupPrefix: opened.logGroupPrefix,
    stillReadable: async () => {
      const now = await openConnectionForRead(actor, deployment, connectionId);
      return now.kind === "opened" && now.roleArn === opened.roleArn && now.externalIdId === opened.externalIdId;
    },
  });
}

function roleSession(actor: CustomerActor, deployment: Deployment, connectionId: ConnectionId, opened: OpenedForRead) {
  const policy = sessionPolicy(opened.tier, deployment.env.partition, opened.accountId);
  const { customerId, userId } = actor;
  const { externalIdId, roleArn, roleId } = opened;
  const key: SessionKey = { customerId, connectionId, externalIdId, roleArn, roleId, sessionPolicy: policy, userId };
  return cacheOf(deployment).session<Failure>(key, () => assume(actor, deployment, connectionId, opened, policy));
}

async function assume(
  actor: CustomerActor,
  deployment: Deployment,
  connectionId: ConnectionId,
  opened: OpenedForRead,
  policy: string,
): Promise<Opened<Failure>> {
  await inTransaction(actor, (tx) =>
    recordAudit(tx, actor, actor.customerId, "logs.opened", {
      connection: connectionId,
      external_id: opened.externalIdId,
      calls: "assume-role",
    }),
  );
  const outcome = await assumeRole(deployment.aws, {
    roleArn: opened.roleArn,
    externalId: { kind: "id", value: sendableId(opened.externalId) },
    sessionName: sessionName(deployment.env.authSecret, "user", [actor.customerId, actor.userId]),
    durationSeconds: SESSION_SECONDS,
    sessionPolicy: policy,
    maxAttempts: 3,
  });
  if (outcome.kind === "granted") {
    if (outcome.session.roleId === opened.roleId) return { kind: "session", session: outcome.session };
    return failed("The role was made anew since it was proven. Verify the connection again.");
  }
  if (outcome.kind === "denied") return failed("The role no longer opens for us. Verify the connection to see why.");
  return failed("AWS did not answer in time. Nothing is wrong with your role; try again.");
}

function failed(sentence: string): Opened<Failure> {
  return { kind: "failed", failed: fail("unavailable", sentence) };
}

function cacheOf(deployment: Deployment): RoleSessionCache {
  const kept = caches.get(deployment) ?? createRoleSessionCache(systemClock);
  caches.set(deployment, kept);
  return kept;
}

const WHY_NOT = {
  suspended: "Your company's access is suspended, so logs cannot be read.",
  "not-proven": "We could not prove this connection just now, so logs cannot be read. Verify it to see why.",
  draft: "This connection is not proven yet.",
  checking: "AWS is still being asked about this connection. Try again when it is connected.",
  refused: "The role no longer opens for us. Verify the connection to see why.",
  quarantined: "This connection is quarantined: its role opens without your External ID. Reads stay stopped until it is proven again.",
  disabled: "This connection is disabled. An owner can enable it again.",
  removed: "not found",
} as const;

function explainNotReadable(shut: NotReadable): Failure {
  if (shut.kind === "not-found" || shut.why === "removed") return fail("not-found", "not found");
  return fail("not-allowed", WHY_NOT[shut.why]);
}
