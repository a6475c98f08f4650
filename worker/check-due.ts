import type { SystemActor } from "#kernel/actor.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import { checkDueConnection } from "#lib/connections/schedule/check-due-connection.ts";
import { type CheckedConnection, type DueConnection, exchangeDueConnections } from "#lib/connections/schedule/due-connections.ts";
import { log } from "./log.ts";

/** Checks at once. Each is some ten calls of AWS that mostly wait; 75 checks a second of half a second each need as many. */
const AT_ONCE = 40;
/** So many ended checks are given back together, and as many taken anew. */
const TOGETHER = 8;

export interface DueChecks {
  /** Gives back the checks that have ended, claims as many due connections as there are hands free, and starts checking them. */
  turn(): Promise<void>;
  /** Resolves when what was started has ended and was given back. */
  settled(): Promise<void>;
}

/** The worker's main task: due connections, many at a time. */
export function dueChecks(actor: SystemActor, deployment: AppContext): DueChecks {
  const going = new Set<Promise<void>>();
  let ended: CheckedConnection[] = [];
  let turning: Promise<void> | undefined;
  let stopped = false;

  function begin(due: DueConnection): void {
    const check = checkDueConnection(actor, deployment, due)
      // Not given back: it is due again when its lease ends.
      .then((checked) => void ended.push(checked))
      .catch((error: unknown) => log("verification failed", { connection: due.connectionId, error }))
      .finally(() => {
        going.delete(check);
        // Hands that become free are used at once, a few together, instead of waiting for the next turn.
        if (ended.length >= TOGETHER || going.size === 0)
          void turn().catch((error: unknown) => log("claiming due verifications failed", { error }));
      });
    going.add(check);
  }
  async function exchange(): Promise<void> {
    const checked = ended;
    ended = [];
    try {
      const due = await exchangeDueConnections(actor, deployment, checked, stopped ? 0 : AT_ONCE - going.size);
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
      await Promise.all(going);
      await turning?.catch(() => undefined);
      if (ended.length > 0) await exchange().catch((error: unknown) => log("claiming due verifications failed", { error }));
    },
  };
}
