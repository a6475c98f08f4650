import type { ConnectionView } from "#lib/connections/shared/connection-view.ts";
import type { LogsView } from "./shared/log-view.ts";

/**
 * What the log page is about, or null where there is nothing to read. A connection whose proof has become old is let in:
 * its first read proves it anew.
 */
export function logsViewOf(connection: ConnectionView): LogsView | null {
  const { id, name, status, accountId, regions, logGroupPrefix, tier, provedAt } = connection;
  if ((status !== "connected" && status !== "not_proven") || accountId === null || provedAt === null) return null;
  return { connectionId: id, name, accountId, regions, logGroupPrefix, tier, provedAt };
}
