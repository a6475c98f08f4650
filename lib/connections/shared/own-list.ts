import type { ConnectionView } from "./connection-view.ts";

/** What the list of a customer's own connections can be filtered by, and where it is. */
export const OWN_CONNECTION_LIST = {
  path: "/connections",
  filters: { show: ["attention", "connected"] },
  sorts: ["status"],
} as const;

/** All connections, those that need attention, or those that are connected and can read logs. */
export type OwnSegment = "all" | "attention" | "connected";

/** A page of a customer's own connections with the numbers of the whole list. */
export interface OwnConnections {
  readonly rows: readonly ConnectionView[];
  readonly all: number;
  readonly attention: number;
  readonly connected: number;
  readonly quarantined: number;
  /** The first quarantined connection. */
  readonly worst: { readonly id: string; readonly name: string } | null;
  /** How many the filter matches. */
  readonly matching: number;
}
