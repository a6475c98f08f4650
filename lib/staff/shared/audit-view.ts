import type { ListSpec } from "#lib/lists/shared/list-query.ts";
import type { AuditRow } from "./fleet-view.ts";
import type { ListView } from "./list-view.ts";

const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

export const AUDIT_LIST: ListSpec = {
  path: "/admin/audit",
  filters: {
    event: /^[a-z_]{1,40}(\.[a-z_]{1,40})+$/,
    actor: new RegExp(`^(?:(?:user|staff):${UUID}|system:[a-z-]{1,40})$`),
    customer: new RegExp(`^(?:partner|${UUID})$`),
    connection: new RegExp(`^${UUID}$`),
    verdict: ["secure", "not-secure", "access-denied", "inconclusive", "lost"],
    time: ["1h", "24h", "7d", "30d"],
    day: /^20[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])$|^20[0-9]{2}-(?:0[13-9]|1[0-2])-(?:29|30)$|^20[0-9]{2}-(?:0[13578]|1[02])-31$/,
  },
  sorts: ["time"],
  columns: ["at", "actor", "chain", "connection", "subject", "seq"],
};

/** The parts of the portal that act by themselves, by the name that the log stores. */
export const SYSTEM_ACTORS: Readonly<Record<string, string>> = { worker: "portal", cli: "command line", "sign-in": "sign-in" };

/** One page of the audit log. */
export interface AuditView {
  readonly list: ListView<AuditRow>;
  /** The members of staff as values of the filter `actor`. */
  readonly staff: readonly { readonly value: string; readonly label: string }[];
  /** The state of the chain, if the list is of one. */
  readonly chain: ChainView | null;
}

/** What is known about the chain of a customer, or of the partner. */
export interface ChainView {
  /** A customer's ID, or `partner`. */
  readonly chain: string;
  readonly name: string;
  readonly lastSeq: number;
  /** The last event that a checkpoint outside the database covers. */
  readonly checkpoint: { readonly seq: number; readonly at: number } | null;
  /** The last time that staff verified the chain in the portal. */
  readonly verified: { readonly at: number; readonly by: string; readonly result: ChainResult; readonly events: number } | null;
}

/** `in-part`: the chain is longer than one verification reads, and what was read is intact. */
export type ChainResult = "intact" | "in-part" | "broken";

/** The result of a verification of a chain. */
export interface ChainVerification {
  readonly events: number;
  /** The first event that does not fit; null if all do. */
  readonly broken: { readonly seq: number; readonly problem: "gap" | "changed" | "head" } | null;
  /** False if the chain is longer than one verification reads: its first `events` events were verified. */
  readonly isWhole: boolean;
}
