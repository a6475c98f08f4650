import type { ConnectionView } from "#lib/connections/shared/connection-view.ts";
import type { LogsView } from "./shared/log-view.ts";

/**
 * The data of the log page, or null when logs cannot be read. A connection whose verification has expired is included, because
 * its first read verifies it again.
 */
export function logsViewOf(connection: ConnectionView): LogsView | null {
  const { id, name, status, accountId, regions, logGroupPrefix, logAccess, verifiedAt } = connection;
  if ((status !== "connected" && status !== "expired") || accountId === null || verifiedAt === null) return null;
  return { connectionId: id, name, accountId, regions, logGroupPrefix, logAccess, verifiedAt };
}
