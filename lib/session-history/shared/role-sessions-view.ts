import type { ReadPurpose } from "#kernel/actor.ts";
import type { RunReason } from "#kernel/verification/verdict.ts";

/** Why the portal requested a role: a check, something that a person did with logs, or support that an owner approved. */
export type RoleSessionPurpose = RunReason | ReadPurpose | "support" | "read";

/** One request of the portal to open a role, which was recorded before it was sent. Times are milliseconds since 1970, UTC. */
export interface RoleSessionView {
  /** The row of the customer's audit chain. */
  readonly seq: number;
  readonly at: number;
  readonly kind: "check" | "read" | "support";
  readonly purpose: RoleSessionPurpose;
  /** An address, "The portal", or "Partner staff". */
  readonly who: string;
  readonly connectionId: string;
  readonly connectionName: string;
  readonly roleId: string | null;
  /** The region in which STS was called, and in which CloudTrail has the event. */
  readonly region: string | null;
  readonly sessionName: string | null;
  /** The source identity that was sent; null when none was. */
  readonly sourceIdentity: string | null;
  /** AWS denied a call with a source identity just before: this is the same call without it. */
  readonly askedAgain: boolean;
  /** AWS's request ID of each opened session; "" where AWS gave none. A check opens two. */
  readonly opened: readonly string[];
  readonly refused: number;
  readonly unanswered: number;
  /** The run, whose report has more details; null for a read. */
  readonly runId: string | null;
}

/** The filter of the list, as it is in the URL. Days are in UTC, `YYYY-MM-DD`, both included; "" means no filter. */
export interface RoleSessionsFilter {
  readonly connection: string;
  readonly from: string;
  readonly to: string;
  /** The name of a session, or a request ID of AWS. */
  readonly find: string;
}

export interface RoleSessionsView {
  readonly sessions: readonly RoleSessionView[];
  readonly filter: RoleSessionsFilter;
  /** The next older page, as it is in the URL; null on the last page. */
  readonly older: string | null;
  /** Whether this is the newest page. */
  readonly newest: boolean;
  readonly connections: readonly { readonly id: string; readonly name: string; readonly removed: boolean }[];
  /** False for members: they see checks and their own reads, and not the reads of others. */
  readonly seesEverybody: boolean;
  readonly partnerAccountIds: readonly string[];
}
