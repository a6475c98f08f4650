import type { ConnectionRow } from "#db/queries/connections-read.ts";
import { nextCheckForPending, nextCheckForRetiring, RETIRES_WITHIN_MS } from "#lib/connections/schedule/next-check.ts";

/** A rotation under way: the new ID is not proven yet (`pending`), or in use while the former one is not dead (`retiring`). */
export interface Rotation {
  readonly stage: "pending" | "retiring";
  /** The ID that is not the current one. */
  readonly id: string;
  readonly value: string;
  /** When it was minted, or when the switch was. */
  readonly since: Date;
}

/** The rotation of a connection, or null. There is one at a time: never a third live ID. */
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

/** The database takes nothing as proof from seven days on; a run that ends about then must not be taken for one by us. */
const A_RUNS_LENGTH_MS = 60_000;

/** Whether the former ID must be refused by now. */
export function isOverdue(rotation: Rotation | null, now: Date): boolean {
  return rotation?.stage === "retiring" && now.getTime() + A_RUNS_LENGTH_MS > rotation.since.getTime() + RETIRES_WITHIN_MS;
}
