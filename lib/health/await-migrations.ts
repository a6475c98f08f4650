import { migrationsPending } from "#db/migrations/migrations-pending.ts";
import { poolOf } from "#db/pools.ts";
import { log } from "#kernel/process/log.ts";
import { countWords } from "#kernel/text/count-words.ts";
import type { Clock } from "#kernel/time/clock.ts";

/** Milliseconds between two questions to the database. */
const INTERVAL_MS = 1000;
/** EX_CONFIG of sysexits.h: the same process would wait in vain again until somebody migrates the database. */
const NOT_MIGRATED = 78;

interface Waiting {
  /** The database role that asks. */
  readonly role: "worker" | "staff";
  /** How long to wait at most, in seconds. */
  readonly seconds: number;
  readonly clock: Clock;
  /** Ends the wait. */
  readonly signal?: AbortSignal;
  /** Is called when the wait is over and migrations are still missing; gets one sentence. The default logs it and exits with 78. */
  readonly refuse?: (problem: string) => void;
}

/**
 * Waits until the database has every migration and definition of this release, so that processes of a new release can be started before, or
 * while, somebody migrates. A database that can't be reached is asked again too; if that is still so at the end, the caller continues, because
 * every query meets the same problem and says so.
 * @returns false if the signal ended the wait, or the migrations are still missing and `refuse` returned
 */
export async function awaitMigrations({ role, seconds, clock, signal, refuse = exit }: Waiting): Promise<boolean> {
  const end = clock.now().getTime() + seconds * 1000;
  let waits = false;
  for (;;) {
    const missing = await migrationsPending(poolOf(role)).catch(() => undefined);
    if (missing === 0) return true;
    if (clock.now().getTime() >= end) {
      if (missing === undefined) return true;
      refuse(
        `The database lacks ${countWords(missing, "migration")} of this release, after ${seconds} seconds. Run \`sallyport migrate\` of this release, then start this process again.`,
      );
      return false;
    }
    if (!waits) log("warn", "waiting for migrations", { missing: missing ?? null, seconds });
    waits = true;
    try {
      await clock.wait(INTERVAL_MS, signal);
    } catch {
      return false;
    }
  }
}

function exit(problem: string): never {
  log("error", "migrations missing", { problem });
  process.exit(NOT_MIGRATED);
}
