import type { RunProgress } from "#components/verification/run-progress.ts";
import type { ConnectionDetail } from "#lib/connections/shared/connection-view.ts";

/**
 * Whether a result on the screen is no longer how the connection stands: the server has told of a newer run since, or of
 * another status than the one that this run proved.
 */
export function isPast(progress: RunProgress, { connection, runs }: Pick<ConnectionDetail, "connection" | "runs">): boolean {
  if (progress.kind !== "closed") return false;
  const place = runs.filter(({ finishedAt }) => finishedAt !== null).findIndex(({ id }) => id === progress.run.id);
  return place > 0 || (place === 0 && progress.run.verdict === "secure" && connection.status !== "connected");
}
