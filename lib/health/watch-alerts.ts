import { inTransaction } from "#db/in-transaction.ts";
import { queueAlertMails, watchAlerts, watchWorkers } from "#db/queries/alert-mails.ts";
import type { SystemActor } from "#kernel/actor.ts";
import { log } from "#kernel/process/log.ts";
import type { Clock } from "#kernel/time/clock.ts";

/** Raises and resolves the alerts that depend on how things are now, such as expired verifications. Repeating it changes nothing. */
export function watchForAlerts(actor: SystemActor): Promise<void> {
  return inTransaction(actor, (tx) => watchAlerts(tx));
}

/** Queues the emails about new alerts. Repeating it changes nothing. */
export async function mailAlerts(actor: SystemActor): Promise<void> {
  await inTransaction(actor, (tx) => queueAlertMails(tx));
}

/** The workers get two minutes to start before their absence is an alert. */
const FIRST_AFTER_MS = 120_000;
const EVERY_MS = 30_000;

/**
 * Lets a web process watch the workers until the signal aborts: a worker that is silent can't report itself, and with only one worker no
 * other one can. While the database can't be reached nothing is watched, and the next turn tries again.
 */
export async function watchFromWeb(clock: Clock, signal?: AbortSignal): Promise<void> {
  const wait = (ms: number) =>
    clock.wait(ms, signal).then(
      () => true,
      () => false,
    );
  for (let goes = await wait(FIRST_AFTER_MS); goes; goes = await wait(EVERY_MS)) {
    try {
      await inTransaction({ kind: "system", task: "cli" }, (tx) => watchWorkers(tx));
    } catch (error) {
      log("warn", "workers not watched", {}, error);
    }
  }
}
