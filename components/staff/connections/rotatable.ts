import type { FleetConnection } from "#lib/staff/shared/fleet-view.ts";

/** Whether staff may request a new External ID for the connection: its role was verified, and it is not disabled or removed. */
export function isRotatable({ status }: Pick<FleetConnection, "status">): boolean {
  return status === "connected" || status === "expired" || status === "access_denied" || status === "quarantined";
}

/**
 * The rows to rotate among those that were selected, as the page shows them now. A row that was selected before a refresh can have
 * another status since, or no longer exist.
 */
export function rotatableRows(
  rows: readonly FleetConnection[],
  selected: readonly Pick<FleetConnection, "id">[],
): readonly FleetConnection[] {
  const ids = new Set(selected.map(({ id }) => id));
  return rows.filter((row) => ids.has(row.id) && isRotatable(row));
}

/** The connections for which no answer came, because a request failed: they stay selected. */
export function unanswered(
  connections: readonly FleetConnection[],
  answers: readonly { readonly connection: Pick<FleetConnection, "id"> }[],
): readonly FleetConnection[] {
  const answered = new Set(answers.map(({ connection }) => connection.id));
  return connections.filter(({ id }) => !answered.has(id));
}
