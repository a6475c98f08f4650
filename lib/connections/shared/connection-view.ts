import type { ConnectionStatus } from "#kernel/verification/connection-status.ts";
import type { LogAccess } from "#kernel/verification/verdict.ts";
import type { LinkBase, RoleChoices } from "#lib/role-setup/shared/role-choices.ts";
import type { ExpectedTrust } from "#lib/verification/shared/examine-trust-policy.ts";
import type { RunView, WaitingView } from "#lib/verification/shared/run-view.ts";

/** A connection as lists show it. Times are milliseconds since 1970, UTC. */
export interface ConnectionView {
  readonly id: string;
  readonly name: string;
  /** As shown: connections of a suspended customer are all `disabled`, and `suspended` says why. */
  readonly status: ConnectionStatus;
  readonly suspended: boolean;
  /** The second line under the status; "" when there is nothing to add. */
  readonly note: string;
  /** Log reading is not permitted though the role is secure ("Connected, but can't read logs"). */
  readonly cannotReadLogs: boolean;
  /** Access is denied because the role accepts the External ID of another connection now. */
  readonly claimEnded: boolean;
  readonly accountId: string | null;
  readonly regions: readonly string[];
  readonly logAccess: LogAccess;
  readonly logGroupPrefix: string;
  readonly verifiedAt: number | null;
  readonly nextCheckAt: number | null;
  readonly createdAt: number;
}

/** What the connect page needs. */
export interface ConnectView {
  readonly connection: ConnectionView;
  readonly externalId: string;
  readonly externalIdMadeAt: number;
  readonly mayAct: boolean;
  /** The parts of the quick-create link, except the choices of step 2. */
  readonly link: LinkBase;
  readonly choices: RoleChoices;
  /** The trust policy with this connection's External ID as formatted JSON, for the console steps and the corrected policy. */
  readonly trustPolicy: string;
  /** What a trust policy must allow, for the policy doctor. */
  readonly expectedTrust: ExpectedTrust;
  readonly partnerAccountIds: readonly string[];
  readonly partnerPrincipalArns: readonly string[];
  readonly partnerRoleNames: readonly string[];
  /** The end of the role's name wherever CloudFormation doesn't make it. */
  readonly roleNameSuffix: string;
  /** The newest run and its result, so that a reload shows the same. */
  readonly run: RunView | null;
  readonly waiting: WaitingView | null;
}

/** The page of one connection. */
export interface ConnectionDetail {
  readonly connection: ConnectionView;
  readonly mayAct: boolean;
  readonly externalId: string;
  readonly roleId: string | null;
  /** When the quarantine began; null in every other status. */
  readonly quarantinedAt: number | null;
  readonly trustPolicy: string;
  /** What a trust policy must allow, for the policy doctor. */
  readonly expectedTrust: ExpectedTrust;
  readonly runs: readonly RunView[];
  /** The External ID's rotation, while one is in progress. */
  readonly rotation: RotationView | null;
  /** The CloudFormation console, where the stack of this connection is updated and deleted. */
  readonly stackUrl: string;
  /** What the partner's staff did to this connection in the last 90 days, newest first. */
  readonly staffActions: readonly StaffActionView[];
}

/** An action of the partner's staff, with the reason that they gave. */
export interface StaffActionView {
  readonly kind: string;
  readonly at: number;
  readonly reason: string;
  /** A request to update the role that is still open. */
  readonly isDue: boolean;
}

/** A rotation of an External ID. Times are milliseconds since 1970, UTC. */
export interface RotationView {
  /** `pending`: the new ID is not verified yet and the previous one is in use. `retiring`: the new one is in use. */
  readonly stage: "pending" | "retiring";
  readonly newExternalId: string;
  readonly previousExternalId: string;
  readonly startedAt: number;
  /** The email address of the person who started it; null when the partner's staff requested it. */
  readonly startedBy: string | null;
  /** When the role last did not accept the pending ID; null when it was not tried yet. */
  readonly lastCheckedAt: number | null;
  /** When the role must deny the previous ID, otherwise log access stops; null while that ID is in use. */
  readonly mustBeDeniedBy: number | null;
  /** Formatted JSON. With both IDs there is no moment in which the role accepts only one of them. */
  readonly trustPolicyForBoth: string;
  readonly trustPolicyForNew: string;
}
