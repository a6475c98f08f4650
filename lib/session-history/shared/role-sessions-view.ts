import type { ReadPurpose } from "#kernel/actor.ts";
import type { RunReason } from "#kernel/verdict.ts";

/** Why the portal asked for a role: a check, something a person did in the log reader, or support that an owner granted. */
export type RoleSessionPurpose = RunReason | ReadPurpose | "support" | "read";

/** One time that the portal asked to open a role, which it wrote down before it did. Times are milliseconds since 1970, UTC. */
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
  /** Where STS was asked, which is where CloudTrail keeps the answer. */
  readonly region: string | null;
  readonly sessionName: string | null;
  /** What was sent as source identity; null = none was. */
  readonly sourceIdentity: string | null;
  /** A call with a source identity was refused a moment before: this is the same without. */
  readonly askedAgain: boolean;
  /** AWS's request id of each session that was opened; "" where AWS gave none. A check opens two. */
  readonly opened: readonly string[];
  readonly refused: number;
  readonly unanswered: number;
  /** The run, whose receipt says more; null for a read. */
  readonly runId: string | null;
}

/** What narrows the list, as it stands in the address. Days are of UTC, `YYYY-MM-DD`, both included; "" = not narrowed. */
export interface RoleSessionsFilter {
  readonly connection: string;
  readonly from: string;
  readonly to: string;
  /** The name of a session, or a request id of AWS. */
  readonly find: string;
}

export interface RoleSessionsView {
  readonly sessions: readonly RoleSessionView[];
  readonly filter: RoleSessionsFilter;
  /** The next older page, as it stands in an address; null on the last. */
  readonly older: string | null;
  /** Whether this is the newest page. */
  readonly newest: boolean;
  readonly connections: readonly { readonly id: string; readonly name: string; readonly removed: boolean }[];
  /** False for members: they see checks and their own reads, and not what their colleagues read. */
  readonly seesEverybody: boolean;
  readonly partnerAccountIds: readonly string[];
}
