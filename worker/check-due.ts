import { checkDueConnection, checksArePaused, claimDueConnections, type DueConnection } from "#lib/connections/check-due-connection.ts";
import type { Deployment } from "#lib/connections/deployment.ts";
import type { SystemActor } from "#lib/kernel/actor.ts";
import { log } from "./log.ts";

/** Checks at once. Each is some ten calls of STS that mostly wait. */
const AT_ONCE = 16;

export interface DueChecks {
  /** Claims as many due connections as there are hands free, and starts checking them. */
  turn(): Promise<void>;
  /** Resolves when what was started has ended. */
  settled(): Promise<void>;
}

/** The worker's main task: due connections, sixteen at a time. */
export function dueChecks(actor: SystemActor, deployment: Deployment): DueChecks {
  const going = new Set<Promise<void>>();
  let claiming = false;
  let stopped = false;

  function begin(due: DueConnection): void {
    const check = checkDueConnection(actor, deployment, due)
      .catch((error: unknown) => log("check failed", { connection: due.connectionId, error }))
      .finally(() => going.delete(check));
    going.add(check);
  }
  /** While there is more to do, a hand that becomes free takes the next at once instead of waiting for the next turn. */
  async function claim(): Promise<void> {
    const free = AT_ONCE - going.size;
    if (claiming || stopped || free <= 0) return;
    claiming = true;
    try {
      if (await checksArePaused(actor, deployment)) return;
      const due = await claimDueConnections(actor, free);
      for (const one of due) begin(one);
      if (due.length === free)
        void Promise.race(going)
          .then(() => claim())
          .catch((error: unknown) => log("claim failed", { error }));
    } finally {
      claiming = false;
    }
  }
  return {
    turn: claim,
    async settled() {
      stopped = true;
      await Promise.all(going);
    },
  };
}
