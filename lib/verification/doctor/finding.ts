import type { Partition } from "#kernel/aws/partition.ts";
import type { WeaknessClass } from "#kernel/verification/weakness-class.ts";

/** The classes of findings: those that probes detect, and those that only the text of the policy shows. */
export type FindingClass =
  | WeaknessClass
  /** A list contains a value that is not an External ID of the portal. No probe sends it. */
  | "foreign-value"
  /** The policy denies the portal. */
  | "locked-out"
  /** Whether the policy allows the portal depends on a value that can change. */
  | "unsure"
  /** A statement that does not concern the portal allows another account. */
  | "other-account"
  /** The role has more permissions than reading logs, as the pasted role shows. */
  | "wide-permissions";

export interface Finding {
  /** The position, with lines and columns counted from 1. */
  readonly line: number;
  readonly column: number;
  /** The number of the statement, from 1; 0 for a finding outside the trust policy. */
  readonly statement: number;
  readonly weakness: FindingClass;
  readonly sentence: string;
  readonly severity: "weakness" | "locked-out" | "warning";
}

/** A finding with its offset in the text instead of line and column. */
export type PlacedFinding = Omit<Finding, "line" | "column"> & { readonly at: number };

/** What the trust policy should allow. */
export interface ExpectedTrust {
  readonly externalId: string;
  /** The partner's accounts. If empty, the account that the policy trusts with an External ID. */
  readonly partnerAccountIds: readonly string[];
  /** The portal's roles. If empty, any role of the partner. */
  readonly partnerPrincipalArns: readonly string[];
  readonly partition: Partition;
  /** Retired External IDs of this connection, if known. */
  readonly retired?: readonly string[];
}
