import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { SystemActor } from "#kernel/actor.ts";
import { systemClock } from "#kernel/clock.ts";
import { BadEnvironment, type WorkerEnv, workerEnv } from "#kernel/env.ts";
import { log } from "#kernel/log.ts";
import { closeDatabase, openCheckedDatabase } from "#lib/audit/open-database.ts";
import { checkpointWriter } from "#lib/audit/write-checkpoints.ts";
import { writeDeniedCalls } from "#lib/audit/write-denied-calls.ts";
import { appContextOf } from "#lib/connections/app-context.ts";
import { checkStoredVerifications } from "#lib/connections/evidence/check-stored-verifications.ts";
import { closeLostRuns, endHeartbeat, purgePendingRoleArns, recordHeartbeat } from "#lib/connections/schedule/due-connections.ts";
import { refuseMissingIndexKey } from "#lib/crypto/refuse-missing-index-key.ts";
import { purgeOldLinks } from "#lib/sign-in/mailed-links.ts";
import { dueChecks } from "./check-due.ts";
import { startJobs } from "./jobs.ts";
import { repeat } from "./repeat.ts";

const SECOND = 1000;
async function work(env: WorkerEnv): Promise<void> {
  const actor: SystemActor = { kind: "system", task: "worker" };
  const workerId = `${hostname()
    .replace(/[^A-Za-z0-9._-]/g, "-")
    .slice(0, 60)}-${randomUUID().slice(0, 8)}`;
  const stop = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.once(signal, () => stop.abort());
  // Before the queue, which opens its own connections to the database.
  await openCheckedDatabase(env.databaseUrls, 10 * SECOND);
  await refuseMissingIndexKey(actor, env.arnIndexKeys, 10 * SECOND);
  const clock = systemClock;
  const context = appContextOf(env, clock);
  const checks = dueChecks(actor, context);
  const stopJobs = await startJobs(env, actor, context);
  const { auditKey, checkpointUrl: url } = env;
  const checkpoints = auditKey && checkpointWriter(actor, auditKey, { log: (line) => log("info", "audit checkpoint", line), url });
  log("info", "started", { id: workerId, sandbox: env.sandbox });
  const every = (seconds: number, name: string, task: () => Promise<unknown>) =>
    repeat({ name, everyMs: seconds * SECOND, clock, signal: stop.signal }, task);
  await Promise.all([
    every(10, "heartbeat", () => recordHeartbeat(actor, workerId)),
    every(1, "due verifications", () => checks.turn()),
    every(10, "stored verifications", checkStoredVerifications(actor, context)),
    every(10, "interrupted runs", () => closeLostRuns(actor)),
    checkpoints && every(60, "audit checkpoints", checkpoints),
    every(60, "denied calls", () => writeDeniedCalls(actor)),
    every(3600, "expired pending ARNs", () => purgePendingRoleArns(actor)),
    every(600, "old sign-in links", () => purgeOldLinks(actor)),
  ]);
  log("info", "stopping", { id: workerId });
  await Promise.all([stopJobs(), checks.settled()]);
  await endHeartbeat(actor, workerId).catch((error: unknown) => log("warn", "heartbeat not removed", {}, error));
  context.aws.close();
  await closeDatabase();
  log("info", "stopped", { id: workerId });
}

try {
  await work(workerEnv());
} catch (error) {
  if (error instanceof BadEnvironment) log("error", "bad environment", { problem: error.message });
  else log("error", "worker failed", {}, error);
  process.exit(1);
}
