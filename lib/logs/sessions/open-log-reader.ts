import { inTransaction } from "#db/in-transaction.ts";
import { type EndedSearch, recordSearch } from "#db/queries/log-usage.ts";
import type { CustomerActor, ReadPurpose } from "#kernel/actor.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import { log } from "#kernel/process/log.ts";
import { fail, ok, type Result } from "#kernel/result.ts";
import { type ExpiringSet, expiringSet } from "#kernel/time/expiring-set.ts";
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
  context: AppContext,
  connectionId: ConnectionId,
  region: string,
  purpose: ReadPurpose,
): Promise<Result<LogReader>> {
  const quota = readQuota(actor, leasesOf(context), { connectionId, region, raised: context.env.logsQuotas }, context.clock);
  if (purpose === "search") quota.ahead("FilterLogEvents");
  const found = await openConnectionForRead(actor, context, connectionId);
  if (found.kind !== "opened") {
    quota.forget("FilterLogEvents");
    return explainNotReadable(found);
  }
  if (!found.regions.includes(region))
    return fail("invalid", "This connection has no log access in that Region. Choose one of its Regions.");
  const { opened, session } = await openedSession(actor, context, connectionId, found, purpose);
  if (session.kind === "failed") {
    quota.forget("FilterLogEvents");
    return session.failed.failure;
  }
  const { logAccess, logGroupPrefix } = opened;
  return ok({
    logs: logsInScope(logsWithinQuota(cloudWatchLogs(context.aws, session.session), quota), logGroupPrefix),
    quota,
    liveTail: liveTailInScope((where, query) => startLiveTail(context.aws, session.session, where, query), logGroupPrefix),
    logAccess,
    logGroupPrefix,
    stillReadable: async () => {
      const now = await openConnectionForRead(actor, context, connectionId);
      return now.kind === "opened" && now.roleArn === opened.roleArn && now.roleId === opened.roleId;
    },
    recordSearch: (use) => storeSearch(actor, { customerId: actor.customerId, connectionId, region, ...use }),
    dropSession: () => cacheOf(context).forget(connectionId),
  });
}

async function storeSearch(actor: CustomerActor, search: EndedSearch): Promise<void> {
  try {
    await inTransaction(actor, (tx) => recordSearch(tx, search));
  } catch (error) {
    log("warn", "usage of a search not stored", { connection: search.connectionId }, error);
  }
}

/** A denial may mean only that the External ID was just rotated, or that a rotation can switch now: then retries once with the new External ID. */
async function openedSession(
  actor: CustomerActor,
  context: AppContext,
  connectionId: ConnectionId,
  found: OpenedForRead,
  purpose: ReadPurpose,
) {
  const session = await roleSession(actor, context, connectionId, found, purpose);
  if (session.kind !== "failed" || !session.failed.denied) return { opened: found, session };
  const again = await reopenAfterDenial(actor, context, connectionId, found);
  if (again?.kind !== "opened") return { opened: found, session };
  return { opened: again, session: await roleSession(actor, context, connectionId, again, purpose) };
}

function roleSession(actor: CustomerActor, context: AppContext, connectionId: ConnectionId, opened: OpenedForRead, purpose: ReadPurpose) {
  const policy = sessionPolicy(opened.logAccess, context.env.partition, opened.accountId);
  const { customerId, userId } = actor;
  const { externalIdId, roleArn, roleId } = opened;
  const key: SessionKey = { customerId, connectionId, externalIdId, roleArn, roleId, sessionPolicy: policy, userId };
  return cacheOf(context).session<NotOpened>(key, async () => {
    const recent = denialsOf(context);
    const denied = JSON.stringify([customerId, connectionId, externalIdId, roleId, opened.verificationKey, userId]);
    if (recent.has(denied)) return { kind: "failed", failed: { failure: explainDenied(), denied: false } };
    const answer = await openRoleSession(actor, context, { connectionId, opened, policy, purpose });
    if (answer.kind === "failed" && answer.failed.denied) recent.add(denied);
    return answer;
  });
}

/**
 * Roles that recently denied a person's read: this process does not call AWS again for 30 seconds. A new verification or a new
 * External ID ends this earlier. The key includes the person, because a trust policy may name one person's session.
 */
function denialsOf(context: AppContext): ExpiringSet {
  const kept = denials.get(context) ?? expiringSet(context.clock, { forMs: DENIAL_REMEMBERED_MS, atMost: 5000 });
  denials.set(context, kept);
  return kept;
}

function cacheOf(context: AppContext): RoleSessionCache {
  const kept = caches.get(context) ?? createRoleSessionCache(context.clock);
  caches.set(context, kept);
  return kept;
}

function leasesOf(context: AppContext): Leases {
  const kept = leases.get(context) ?? new Map();
  leases.set(context, kept);
  return kept;
}
