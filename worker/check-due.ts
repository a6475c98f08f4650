import type { SystemActor } from "#kernel/actor.ts";
import { log } from "#kernel/process/log.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import {
  type CheckedConnection,
  checkDueConnection,
  type DueConnection,
  exchangeDueConnections,
} from "#lib/connections/schedule/due-connections.ts";

/** Concurrent checks. Each makes about ten calls to AWS and mostly waits: 75 checks a second that take half a second each need 38. */
const CONCURRENCY = 40;
/** Checks that are finished and claimed in one transaction. */
const BATCH = 8;

export interface DueChecks {
  /** Stores the end of finished checks, claims due connections up to the concurrency and starts checking them. */
  turn(): Promise<void>;
  /** Claims nothing more; resolves when the running checks have ended and their end was stored. */
  settled(): Promise<void>;
}

/** The worker's main task: checks due connections, many at the same time. */
export function dueChecks(actor: SystemActor, context: AppContext): DueChecks {
  const running = new Set<Promise<void>>();
  let ended: CheckedConnection[] = [];
  let turning: Promise<void> | undefined;
  let stopped = false;

  function begin(due: DueConnection): void {
    const check = checkDueConnection(actor, context, due)
      // After an error the lease is kept, so the connection is due again when the lease expires.
      .then((checked) => void ended.push(checked))
      .catch((error: unknown) => log("error", "verification failed", { connection: due.connectionId }, error))
      .finally(() => {
        running.delete(check);
        // Claims the next connections after a few checks have ended, instead of waiting for the next turn.
        if (ended.length >= BATCH || running.size === 0)
          void turn().catch((error: unknown) => log("error", "claiming due verifications failed", {}, error));
      });
    running.add(check);
  }
  async function exchange(): Promise<void> {
    const checked = ended;
    ended = [];
    try {
      const due = await exchangeDueConnections(actor, context, checked, stopped ? 0 : CONCURRENCY - running.size);
      for (const one of due) begin(one);
    } catch (error) {
      ended.push(...checked);
      throw error;
    }
  }
  function turn(): Promise<void> {
    turning ??= exchange().finally(() => {
      turning = undefined;
    });
    return turning;
  }
  return {
    turn,
    async settled() {
      stopped = true;
      await Promise.all(running);
      await turning?.catch(() => undefined);
      if (ended.length > 0) await exchange().catch((error: unknown) => log("error", "claiming due verifications failed", {}, error));
    },
  };
}
