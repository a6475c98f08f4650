import { checkDueConnection, claimDueConnections } from "#lib/connections/check-due-connection.ts";
import type { Deployment } from "#lib/connections/deployment.ts";
import type { SystemActor } from "#lib/kernel/actor.ts";
import { log } from "./log.ts";

/** Checks at once. Each is some ten calls of STS that mostly wait. */
const AT_ONCE = 4;

export interface DueChecks {
  /** Claims as many due connections as there are hands free, and starts checking them. */
  turn(): Promise<void>;
  /** Resolves when what was started has ended. */
  settled(): Promise<void>;
}

/** The worker's main task: due connections, at most four at a time. */
export function dueChecks(actor: SystemActor, deployment: Deployment): DueChecks {
  const going = new Set<Promise<void>>();
  return {
    async turn() {
      const free = AT_ONCE - going.size;
      if (free <= 0) return;
      for (const due of await claimDueConnections(actor, free)) {
        const check = checkDueConnection(actor, deployment, due).catch((error: unknown) => {
          log("check failed", { connection: due.connectionId, error });
        });
        going.add(check);
        void check.finally(() => going.delete(check));
      }
    },
    async settled() {
      await Promise.all(going);
    },
  };
}
