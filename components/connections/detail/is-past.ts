import type { RunProgress } from "#components/verification/progress/use-run.ts";
import type { ConnectionDetail } from "#lib/connections/shared/connection-view.ts";

/**
 * Whether a result on the screen is outdated: the server reports a newer run, or a status that this run's verdict does
 * not lead to.
 */
export function isPast(progress: RunProgress, { connection, runs }: Pick<ConnectionDetail, "connection" | "runs">): boolean {
  if (progress.kind !== "closed") return false;
  const place = runs.filter(({ finishedAt }) => finishedAt !== null).findIndex(({ id }) => id === progress.run.id);
  return place > 0 || (place === 0 && progress.run.verdict === "secure" && connection.status !== "connected");
}
