import type { StaffRole } from "#kernel/actor.ts";
import type { ConnectionStatus } from "#kernel/verification/connection-status.ts";
import type { RunReason, Verdict } from "#kernel/verification/verdict.ts";

export interface CustomerRow {
  readonly id: string;
  readonly name: string;
  readonly suspendedAt: number | null;
  readonly connections: number;
  readonly verified: number;
  readonly quarantined: number;
  readonly accessDenied: number;
  readonly expired: number;
  /** The most urgent status, as displayed. */
  readonly worst: ConnectionStatus | null;
  /** The connections with the worst status: one name, or "2 connections". */
  readonly where: string;
  readonly oldestVerificationAt: number | null;
}

export interface FleetConnection {
  readonly customerId: string;
  readonly customerName: string;
  readonly id: string;
  readonly name: string;
  readonly status: ConnectionStatus;
  readonly note: string;
  readonly accountId: string | null;
  readonly verifiedAt: number | null;
  readonly nextCheckAt: number | null;
}

export interface FleetRun {
  readonly id: string;
  readonly connectionId: string;
  readonly connectionName: string;
  readonly reason: RunReason;
  readonly startedAt: number;
  readonly finishedAt: number | null;
  readonly verdict: Verdict | null;
  /** When the probes were deleted because of their age, in milliseconds since 1970. Then `probes` is empty. */
  readonly probesDeletedAt: number | null;
  readonly probes: readonly {
    readonly name: string;
    readonly expected: string;
    readonly got: string;
    readonly code: string;
    readonly requestId: string;
  }[];
}

export interface AuditRow {
  /** The chain: a customer's ID, or `partner`; together with `seq` it identifies one event. */
  readonly chain: string;
  /** The customer's name, or "Partner". */
  readonly chainName: string;
  readonly seq: number;
  readonly at: number;
  readonly event: string;
  readonly actor: string;
  readonly subject: string;
  /** The connection that it is about; null if there is none. */
  readonly connection: string | null;
}

export interface StaffView {
  readonly role: StaffRole;
  readonly people: readonly {
    readonly userId: string;
    readonly name: string | null;
    readonly email: string;
    readonly role: StaffRole;
    readonly isSelf: boolean;
  }[];
  readonly invitations: readonly { readonly id: string; readonly email: string; readonly role: StaffRole; readonly expiresAt: number }[];
}

/** A job that failed permanently, as displayed. */
export interface FailedJobView {
  readonly id: string;
  /** Such as "Email: connection quarantined". */
  readonly what: string;
  /** The recipient of an email, or the connection of any other job. */
  readonly about: string;
  readonly customerId: string | null;
  readonly why: string;
  readonly beganAt: number | null;
  readonly failedAt: number;
}
