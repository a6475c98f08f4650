import type { ConnectionRow } from "#db/queries/connections-read.ts";
import { nextCheckForPending, nextCheckForRetiring, RETIRES_WITHIN_MS } from "#lib/connections/schedule/next-check.ts";

/** A rotation in progress: the new ID is not verified yet (`pending`), or it is current and the previous one may still be accepted (`retiring`). */
export interface Rotation {
  readonly stage: "pending" | "retiring";
  /** The ID that is not the current one. */
  readonly id: string;
  readonly value: string;
  /** When the new ID was created (`pending`), or when it became current (`retiring`). */
  readonly since: Date;
}

/** The rotation of a connection, or null. There is at most one, so at most two IDs can be in use. */
export function rotationOf({ pending, retiring }: Pick<ConnectionRow, "pending" | "retiring">): Rotation | null {
  if (pending !== null) return { stage: "pending", ...pending };
  return retiring === null ? null : { stage: "retiring", ...retiring };
}

/** When the connection is checked next: at the regular time, or sooner because of a rotation. */
export function nextCheckDuring(rotation: Rotation | null, regular: Date | null, now: Date): Date | null {
  if (rotation === null) return regular;
  const look = (rotation.stage === "pending" ? nextCheckForPending : nextCheckForRetiring)(rotation.since, now);
  return regular === null || look < regular ? look : regular;
}

/** From seven days on, the database accepts no secure run unless the previous ID was denied. A run that may end after that is treated alike. */
const A_RUNS_LENGTH_MS = 60_000;

/** Whether the role must deny the previous ID by now. */
export function isOverdue(rotation: Rotation | null, now: Date): boolean {
  return rotation?.stage === "retiring" && now.getTime() + A_RUNS_LENGTH_MS > rotation.since.getTime() + RETIRES_WITHIN_MS;
}
