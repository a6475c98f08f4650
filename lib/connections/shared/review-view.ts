import type { LogAccess } from "#kernel/verification/verdict.ts";
import type { RoleChoices } from "#lib/role-setup/shared/role-choices.ts";
import type { ConnectionView } from "./connection-view.ts";

/** What a customer's security team reads before a role is created: the exact documents, and queries to audit the portal's activity. */
export interface ReviewView {
  readonly connection: ConnectionView;
  readonly externalId: string;
  readonly choices: RoleChoices;
  readonly partnerAccountIds: readonly string[];
  readonly partnerPrincipalArns: readonly string[];
  readonly trustPolicy: string;
  /** What each log access adds to the one before, from the template's own list. */
  readonly levels: readonly { readonly logAccess: LogAccess; readonly adds: readonly string[] }[];
  /** The role's inline policies as formatted JSON, in order. */
  readonly permissions: readonly PolicyDocument[];
  /** The policy of every session that reads logs: the upper limit, whatever the role allows. */
  readonly sessionPolicy: string;
  readonly queries: readonly AuditQuery[];
}

export interface PolicyDocument {
  readonly name: string;
  readonly json: string;
}

/** One query for the customer's own CloudTrail, ready to run. */
export interface AuditQuery {
  readonly title: string;
  /** What runs it: `AWS CLI`. */
  readonly for: string;
  /** What it searches for, and what its result must look like. */
  readonly say: string;
  readonly text: string;
}
