import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { SystemActor } from "#kernel/actor.ts";
import { retentionEnv } from "#kernel/process/command-env.ts";
import { type WorkerEnv, workerEnv } from "#kernel/process/env.ts";
import { log } from "#kernel/process/log.ts";
import { systemClock } from "#kernel/time/clock.ts";
import { closeDatabase, openCheckedDatabase } from "#lib/audit/open-database.ts";
import { chainWatcher } from "#lib/audit/watch-chains.ts";
import { checkpointWriter } from "#lib/audit/write-checkpoints.ts";
import { writeDeniedCalls } from "#lib/audit/write-denied-calls.ts";
import { appContextOf } from "#lib/connections/app-context.ts";
import { checkStoredVerifications } from "#lib/connections/evidence/check-stored-verifications.ts";
import { countDays, countHours, countLists } from "#lib/connections/retention/count-for-overview.ts";
import { pruneVerifications, type Retention } from "#lib/connections/retention/prune-verifications.ts";
import { closeLostRuns, endHeartbeat, purgePendingRoleArns, recordHeartbeat } from "#lib/connections/schedule/due-connections.ts";
import { refuseWrongKeys } from "#lib/crypto/refuse-wrong-keys.ts";
import { purgeUnconfirmedContacts } from "#lib/customers/security-contacts.ts";
import { awaitMigrations } from "#lib/health/await-migrations.ts";
import { mailAlerts, watchForAlerts } from "#lib/health/watch-alerts.ts";
import { pruneOldQueries, stopOrphanedQueries } from "#lib/logs/insights/stop-orphaned-queries.ts";
import { purgeOldLinks } from "#lib/sign-in/mailed-links.ts";
import { pruneOldActions, workActions } from "#lib/staff/actions/work-actions.ts";
import { purgeEmailRecords } from "#lib/staff/customer-records.ts";
import { dueChecks } from "./check-due.ts";
import { jobsOf, startJobs } from "./jobs.ts";
import { repeat } from "./repeat.ts";

const SECOND = 1000;

/**
 * Runs the worker until the process receives SIGTERM, SIGINT or SIGHUP; verifications and jobs in progress are completed first.
 * @throws BadEnvironment if an environment variable is wrong. Exits with 78 if the database role has too many rights, if DATA_KEYS or ARN_INDEX_KEY are not
 * the keys of what is stored, or if the migrations of this release are missing for too long, and with 1 after any other error, which is logged
 */
export async function runWorker(): Promise<void> {
  const env = workerEnv();
  const retention = retentionEnv();
  try {
    await work(env, retention);
  } catch (error) {
    log("error", "worker failed", {}, error);
    process.exit(1);
  }
}

async function work(env: WorkerEnv, retention: Retention): Promise<void> {
  const actor: SystemActor = { kind: "system", task: "worker" };
  const workerId = `${hostname()
    .replace(/[^A-Za-z0-9._-]/g, "-")
    .slice(0, 60)}-${randomUUID().slice(0, 8)}`;
  const stop = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.once(signal, () => stop.abort());
  // Before the queue, which opens its own connections to the database.
  await openCheckedDatabase(env.databaseUrls, 10 * SECOND);
  const clock = systemClock;
  const wait = { seconds: env.migrationsWaitSeconds, clock, signal: stop.signal };
  if (!(await awaitMigrations({ role: "worker", ...wait }))) return closeDatabase();
  await refuseWrongKeys(actor, env, 10 * SECOND);
  const context = appContextOf(env, clock);
  const checks = dueChecks(actor, context);
  const stopJobs = await startJobs(env, jobsOf(env, actor, context));
  const { auditKey, checkpointUrl: url } = env;
  const checkpoints = auditKey && checkpointWriter(actor, auditKey, { log: (line) => log("info", "audit checkpoint", line), url });
  log("info", "started", { id: workerId, sandbox: env.sandbox });
  const every = (seconds: number, name: string, task: () => Promise<unknown>) =>
    repeat({ name, everyMs: seconds * SECOND, clock, signal: stop.signal }, task);
  await Promise.all([
    every(10, "heartbeat", () => recordHeartbeat(actor, workerId)),
    every(1, "due verifications", () => checks.turn()),
    every(10, "stored verifications", checkStoredVerifications(actor, context)),
    every(5, "orphaned queries", () => stopOrphanedQueries(actor, context)),
    every(600, "old queries", () => pruneOldQueries(actor)),
    every(1, "actions of staff", () => workActions(actor, env.authSecret, stop.signal)),
    every(3600, "old actions of staff", () => pruneOldActions(actor, stop.signal)),
    every(10, "interrupted runs", () => closeLostRuns(actor)),
    checkpoints && every(60, "audit checkpoints", checkpoints),
    every(60, "audit chains", chainWatcher(actor, randomUUID())),
    every(60, "denied calls", () => writeDeniedCalls(actor)),
    every(3600, "expired pending ARNs", () => purgePendingRoleArns(actor)),
    every(600, "old sign-in links", () => purgeOldLinks(actor)),
    every(600, "old email records", () => purgeEmailRecords(actor)),
    every(600, "unconfirmed contacts", () => purgeUnconfirmedContacts(actor)),
    every(60, "old verifications", () => pruneVerifications(actor, retention, clock, stop.signal)),
    every(60, "counts by hour", () => countHours(actor, stop.signal)),
    every(60, "counts of lists", () => countLists(actor)),
    every(600, "counts by day", () => countDays(actor, stop.signal)),
    every(60, "alerts", () => watchForAlerts(actor)),
    every(20, "emails about alerts", () => mailAlerts(actor)),
  ]);
  log("info", "stopping", { id: workerId });
  await Promise.all([stopJobs(), checks.settled()]);
  await endHeartbeat(actor, workerId).catch((error: unknown) => log("warn", "heartbeat not ended", {}, error));
  context.aws.close();
  await closeDatabase();
  log("info", "stopped", { id: workerId });
}
