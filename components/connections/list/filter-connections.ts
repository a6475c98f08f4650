import { type ConnectionStatus, WORST_FIRST } from "#kernel/verification/connection-status.ts";
import type { ConnectionView } from "#lib/connections/shared/connection-view.ts";

export type Segment = "all" | "attention" | "connected" | "removed";

const IN_NEED: readonly ConnectionStatus[] = ["quarantined", "access_denied", "expired"];

/** Whether a connection belongs to a segment. Removed ones belong only to `removed`. */
export function belongsTo(segment: Segment, connection: ConnectionView): boolean {
  const { status, cannotReadLogs } = connection;
  if (segment === "removed" || status === "removed") return segment === "removed" && status === "removed";
  const needs = IN_NEED.includes(status) || (status === "connected" && cannotReadLogs);
  if (segment === "attention") return needs;
  return segment === "all" || (status === "connected" && !needs);
}

/** The connections of a segment whose name, account, region or note contains the text; the worst status first, then by name. */
export function filterConnections(connections: readonly ConnectionView[], segment: Segment, text: string): readonly ConnectionView[] {
  const searched = text.trim().toLowerCase();
  return connections
    .filter((connection) => belongsTo(segment, connection) && haystackOf(connection).includes(searched))
    .toSorted((a, b) => rankOf(a) - rankOf(b) || a.name.localeCompare(b.name, "en"));
}

function haystackOf({ name, accountId, regions, note }: ConnectionView): string {
  return [name, accountId ?? "", ...regions, note].join("\n").toLowerCase();
}

/** A secure role that can't read logs is sorted before the connections without problems. */
function rankOf({ status, cannotReadLogs }: ConnectionView): number {
  return WORST_FIRST.indexOf(status) - (status === "connected" && cannotReadLogs ? 1.5 : 0);
}
