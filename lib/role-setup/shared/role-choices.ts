import type { LogAccess } from "#kernel/verification/verdict.ts";

/** What a person chooses in step 2; saved with the draft. */
export interface RoleChoices {
  readonly logAccess: LogAccess;
  readonly logGroupPrefix: string;
  readonly stackRegion: string;
  readonly permissionsBoundaryArn: string;
  readonly rolePath: string;
  readonly allowSelfInspection: boolean;
}

/** What the quick-create link consists of, apart from the choices. */
export interface LinkBase {
  readonly consoleUrl: string | null;
  readonly partition: "aws" | "aws-us-gov" | "aws-cn";
  readonly regions: readonly string[];
  readonly templateUrl: string;
  readonly stackName: string;
  /** Parameters of the template that no choice changes: ExternalId, ConnectionId, CustomerName … */
  readonly parameters: Readonly<Record<string, string>>;
}
