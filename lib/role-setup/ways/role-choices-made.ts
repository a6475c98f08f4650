import type { Partition } from "#kernel/partition.ts";
import type { LogAccess } from "#lib/role-setup/shared/template-parameters.ts";

/** Everything that makes one connection's role what it is. */
export interface RoleChoicesMade {
  readonly externalId: string;
  readonly connectionId: string;
  readonly customerName: string;
  readonly tier: LogAccess;
  readonly logGroupPrefix: string;
  /** Empty = none. */
  readonly permissionsBoundaryArn: string;
  readonly rolePath: string;
  readonly allowSelfInspection: boolean;
  readonly partition: Partition;
  readonly partnerAccountIds: readonly string[];
  readonly partnerPrincipalArns: readonly string[];
  /** Twelve characters that nobody can guess, made by the server; CloudFormation makes its own. */
  readonly roleNameSuffix: string;
}
