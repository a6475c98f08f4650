import type { LogAccess } from "#kernel/verdict.ts";
import type { RoleChoices } from "#lib/role-setup/shared/role-choices.ts";
import type { ConnectionView } from "./connection-view.ts";

/** What a customer's security team reads before a role is made: the exact documents, and how to hold us to them. */
export interface ReviewView {
  readonly connection: ConnectionView;
  readonly externalId: string;
  readonly choices: RoleChoices;
  readonly partnerAccountIds: readonly string[];
  readonly partnerPrincipalArns: readonly string[];
  readonly trustPolicy: string;
  /** What each choice adds to the one before, from the template's own list. */
  readonly tiers: readonly { readonly tier: LogAccess; readonly adds: readonly string[] }[];
  /** The role's inline policies as pretty JSON, in order. */
  readonly permissions: readonly PolicyDocument[];
  /** What goes with every session of ours that may read: the ceiling, whatever the role allows. */
  readonly sessionPolicy: string;
  readonly queries: readonly AuditQuery[];
}

export interface PolicyDocument {
  readonly name: string;
  readonly json: string;
}

/** One question to the customer's own CloudTrail, ready to run. */
export interface AuditQuery {
  readonly title: string;
  /** What runs it: `AWS CLI`. */
  readonly for: string;
  /** What it asks, and what its answer must look like. */
  readonly say: string;
  readonly text: string;
}
