import type { Partition } from "#kernel/partition.ts";
import type { WeaknessClass } from "#lib/verification/engine/weakness.ts";

/** What the doctor can find: what probes see, and what only reading the policy shows. */
export type FindingClass =
  | WeaknessClass
  /** A list that holds a value which is no External ID of ours. No probe sends it, and nor do we. */
  | "foreign-value"
  /** We do not get in. */
  | "locked-out"
  /** Whether we get in hangs on something that nobody can promise. */
  | "unsure"
  /** Another account gets in by a statement that is not about us. */
  | "other-account"
  /** The role itself may do more than it is for; told by what stands around its trust policy. */
  | "wide-permissions";

export interface Finding {
  /** Line and column from 1: where to look. */
  readonly line: number;
  readonly column: number;
  /** The statement, from 1; 0 for what is no part of the trust policy. */
  readonly statement: number;
  readonly weakness: FindingClass;
  readonly sentence: string;
  readonly severity: "weakness" | "locked-out" | "warning";
}

/** A finding before its place is told in lines. */
export type PlacedFinding = Omit<Finding, "line" | "column"> & { readonly at: number };

/** Whom and what the policy should let in. */
export interface ExpectedTrust {
  readonly externalId: string;
  /** The partner's accounts; none = those that the policy names. */
  readonly partnerAccountIds: readonly string[];
  /** The portal's own roles; none = any role of the partner's. */
  readonly partnerPrincipalArns: readonly string[];
  readonly partition: Partition;
  /** IDs that this connection had before, where they are known. */
  readonly retired?: readonly string[];
}
