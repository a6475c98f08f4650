import { STATUS_WORDS } from "#kernel/verification/connection-status.ts";
import type { ConnectionView } from "#lib/connections/shared/connection-view.ts";
import type { CrossConnection } from "./shared/cross-connection.ts";

/**
 * A connection for queries across connections; null if it never had a role. One that a query can't read stays in the list with
 * the reason, so that nobody takes a result without it for a result of all.
 */
export function crossConnectionOf(connection: ConnectionView): CrossConnection | null {
  const { id: connectionId, name, accountId, regions, logGroupPrefix, status } = connection;
  if (accountId === null || status === "draft" || status === "removed" || regions.length === 0) return null;
  return { connectionId, name, accountId, regions, logGroupPrefix, leftOut: leftOut(connection) };
}

/** A connection whose verification has expired is included: its first read verifies it again. */
function leftOut({ id, status, logAccess }: ConnectionView): CrossConnection["leftOut"] {
  if (status !== "connected" && status !== "expired")
    return { why: STATUS_WORDS[status], next: "Open the connection", href: `/connections/${id}` };
  if (logAccess !== "browse") return null;
  return { why: "Its log access is Browse, which doesn’t allow queries", next: "Add queries", href: `/connections/${id}/query` };
}
