import type { CustomerActor, ReadPurpose } from "#kernel/actor.ts";
import { type ExpiringSet, expiringSet } from "#kernel/expiring-set.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import { fail, ok, type Result } from "#kernel/result.ts";
import { cloudWatchLogs } from "#lib/aws/cloudwatch-logs.ts";
import { startLiveTail } from "#lib/aws/live-tail.ts";
import { sessionPolicy } from "#lib/aws/role-session.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import { type OpenedForRead, openConnectionForRead, reopenAfterDenial } from "#lib/connections/reading/open-connection-for-read.ts";
import { explainDenied, explainNotReadable } from "#lib/logs/explain-logs-outcome.ts";
import { type LogReader, liveTailInScope, logsInScope } from "#lib/logs/log-reader.ts";
import { type Leases, logsWithinQuota, readQuota } from "#lib/logs/quota/read-quota.ts";
import { type NotOpened, openRoleSession } from "./open-role-session.ts";
import { createRoleSessionCache, type RoleSessionCache, type SessionKey } from "./role-session-cache.ts";

const caches = new WeakMap<AppContext, RoleSessionCache>();
const denials = new WeakMap<AppContext, ExpiringSet>();
export const DENIAL_REMEMBERED_MS = 30_000;
const leases = new WeakMap<AppContext, Leases>();

/**
 * Opens the logs of a connection for one person: checks in the database whether it may be read now, and uses the cached role
 * session or assumes the role with the stored ARN and this connection's own External ID, limited to log reads. The audit
 * row is committed before AWS is called. Returns a failure with a sentence for the person.
 */
export async function openLogReader(
  actor: CustomerActor,
  deployment: AppContext,
  connectionId: ConnectionId,
  region: string,
  purpose: ReadPurpose,
): Promise<Result<LogReader>> {
  const quota = readQuota(actor, leasesOf(deployment), { connectionId, region, raised: deployment.env.logsQuotas }, deployment.clock);
  if (purpose === "search") quota.ahead("FilterLogEvents");
  const found = await openConnectionForRead(actor, deployment, connectionId);
  if (found.kind !== "opened") {
    quota.forget("FilterLogEvents");
    return explainNotReadable(found);
  }
  if (!found.regions.includes(region))
    return fail("invalid", "This connection has no log access in that Region. Choose one of its Regions.");
  const { opened, session } = await openedSession(actor, deployment, connectionId, found, purpose);
  if (session.kind === "failed") {
    quota.forget("FilterLogEvents");
    return session.failed.failure;
  }
  const { tier, logGroupPrefix } = opened;
  return ok({
    logs: logsInScope(logsWithinQuota(cloudWatchLogs(deployment.aws, session.session), quota), logGroupPrefix),
    quota,
    liveTail: liveTailInScope((where, query) => startLiveTail(deployment.aws, session.session, where, query), logGroupPrefix),
    tier,
    logGroupPrefix,
    stillReadable: async () => {
      const now = await openConnectionForRead(actor, deployment, connectionId);
      return now.kind === "opened" && now.roleArn === opened.roleArn && now.roleId === opened.roleId;
    },
    dropSession: () => cacheOf(deployment).forget(connectionId),
  });
}

/** A denial may mean only that the External ID was just rotated, or that a rotation can switch now: then retries once with the new External ID. */
async function openedSession(
  actor: CustomerActor,
  deployment: AppContext,
  connectionId: ConnectionId,
  found: OpenedForRead,
  purpose: ReadPurpose,
) {
  const session = await roleSession(actor, deployment, connectionId, found, purpose);
  if (session.kind !== "failed" || !session.failed.denied) return { opened: found, session };
  const again = await reopenAfterDenial(actor, deployment, connectionId, found);
  if (again?.kind !== "opened") return { opened: found, session };
  return { opened: again, session: await roleSession(actor, deployment, connectionId, again, purpose) };
}

function roleSession(
  actor: CustomerActor,
  deployment: AppContext,
  connectionId: ConnectionId,
  opened: OpenedForRead,
  purpose: ReadPurpose,
) {
  const policy = sessionPolicy(opened.tier, deployment.env.partition, opened.accountId);
  const { customerId, userId } = actor;
  const { externalIdId, roleArn, roleId } = opened;
  const key: SessionKey = { customerId, connectionId, externalIdId, roleArn, roleId, sessionPolicy: policy, userId };
  return cacheOf(deployment).session<NotOpened>(key, async () => {
    const recent = denialsOf(deployment);
    const denied = JSON.stringify([customerId, connectionId, externalIdId, roleId, opened.verificationKey, userId]);
    if (recent.has(denied)) return { kind: "failed", failed: { failure: explainDenied(), denied: false } };
    const answer = await openRoleSession(actor, deployment, { connectionId, opened, policy, purpose });
    if (answer.kind === "failed" && answer.failed.denied) recent.add(denied);
    return answer;
  });
}

/**
 * Roles that recently denied a person's read: this process does not call AWS again for 30 seconds. A new verification or a new
 * External ID ends this earlier. The key includes the person, because a trust policy may name one person's session.
 */
function denialsOf(deployment: AppContext): ExpiringSet {
  const kept = denials.get(deployment) ?? expiringSet(deployment.clock, { forMs: DENIAL_REMEMBERED_MS, atMost: 5000 });
  denials.set(deployment, kept);
  return kept;
}

function cacheOf(deployment: AppContext): RoleSessionCache {
  const kept = caches.get(deployment) ?? createRoleSessionCache(deployment.clock);
  caches.set(deployment, kept);
  return kept;
}

function leasesOf(deployment: AppContext): Leases {
  const kept = leases.get(deployment) ?? new Map();
  leases.set(deployment, kept);
  return kept;
}
