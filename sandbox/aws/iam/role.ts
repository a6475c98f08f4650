import type { Policy } from "./policy-document.ts";

export interface Role {
  readonly accountId: string;
  readonly path: string;
  readonly roleName: string;
  readonly arn: string;
  /** `AROA…`, never the same again for a role that was deleted and made anew. */
  readonly roleId: string;
  readonly createdAt: Date;
  trust: Policy;
  description: string | undefined;
  /** Seconds, 3600 to 43200. */
  maxSessionDuration: number;
  permissionsBoundary: string | undefined;
  tags: ReadonlyMap<string, string>;
  readonly inlinePolicies: Map<string, Policy>;
  /** ARNs of AWS managed policies. */
  readonly attachedPolicies: Set<string>;
}
