import { closePools, configurePools } from "#db/pools.ts";
import type { WorkerEnv } from "#lib/kernel/env.ts";

/** Opens the worker's one way to the database, as `sp_worker`. Throws for a URL that logs in as another role. */
export function openWorkerDatabase({ databaseUrls }: WorkerEnv): void {
  configurePools({ worker: databaseUrls.worker.reveal() });
}

/** Ends all of the worker's connections to the database. */
export function closeWorkerDatabase(): Promise<void> {
  return closePools();
}
