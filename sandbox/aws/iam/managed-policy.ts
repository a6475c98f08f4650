import type { Policy } from "./policy/policy-document.ts";

export interface PolicyVersion {
  /** `v1`, `v2`, … A number is never given again. */
  readonly versionId: string;
  readonly policy: Policy;
  readonly createdAt: Date;
}

/** A policy that roles can have, of a customer or of AWS. */
export interface ManagedPolicy {
  readonly arn: string;
  /** `aws` for an AWS managed policy. */
  readonly accountId: string;
  readonly policyName: string;
  readonly path: string;
  /** `ANPA…` */
  readonly policyId: string;
  readonly description: string | undefined;
  readonly createdAt: Date;
  updatedAt: Date;
  tags: ReadonlyMap<string, string>;
  /** The newest first. */
  versions: PolicyVersion[];
  defaultVersionId: string;
  /** The number of versions that were ever created. */
  created: number;
}

export interface NewPolicy {
  readonly accountId: string;
  readonly policyName: string;
  /** `/` when absent. */
  readonly path?: string | undefined;
  readonly document: string;
  readonly description?: string | undefined;
  readonly tags?: ReadonlyMap<string, string> | undefined;
}

export interface StoredPolicy extends Omit<ManagedPolicy, "createdAt" | "updatedAt" | "tags" | "versions" | "description"> {
  readonly description?: string | undefined;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly tags: readonly [string, string][];
  readonly versions: readonly [string, string, string][];
}

/** The document of the default version. */
export function defaultDocument({ versions, defaultVersionId }: ManagedPolicy): Policy | undefined {
  return versions.find(({ versionId }) => versionId === defaultVersionId)?.policy;
}
