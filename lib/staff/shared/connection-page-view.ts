import type { Severity } from "#kernel/alerts/severities.ts";
import type { RunReason, Verdict } from "#kernel/verification/verdict.ts";
import type { NextStepView } from "./customer-page-view.ts";
import type { FleetRun } from "./fleet-view.ts";
import type { FleetListConnection } from "./list-view.ts";

/** One thing to do until the connection works, and who does it. The first is the one that blocks it now. */
export interface ConnectionStep {
  readonly what: string;
  readonly owner: "Customer" | "Staff" | "Customer or staff" | "Sallyport";
  readonly detail: string;
}

/** What staff see of one connection: everything but its logs, its role ARN and its External ID. */
export interface ConnectionPageView {
  readonly connection: FleetListConnection;
  readonly customerSuspended: boolean;
  /** Since when it has its status, as far as that is recorded; in milliseconds since 1970. */
  readonly since: number | null;
  /** The newest finished verifications, oldest first. */
  readonly history: readonly { readonly id: string; readonly at: number; readonly verdict: Verdict; readonly reason: RunReason }[];
  /** How many finished verifications there are; `MOST_COUNTED` if there are at least so many. */
  readonly verifications: number;
  /** What is wrong with a quarantined connection; null if nothing is. */
  readonly weakness: {
    /** The class of the weakness; null if only the allowed probes are known. */
    readonly class: string | null;
    /** The labels of the probes that AWS allowed but must deny. */
    readonly allowed: readonly string[];
    readonly foundAt: number | null;
    readonly runId: string | null;
  } | null;
  /** The newest verification with its probes. */
  readonly run: FleetRun | null;
  readonly nextStep: NextStepView | null;
  readonly steps: readonly ConnectionStep[];
  readonly externalIdSince: number;
  readonly rotation: { readonly stage: "pending" | "retiring"; readonly since: number } | null;
  readonly currentTemplate: number;
  /** Its owners can be asked to update the role. */
  readonly isUpdateDue: boolean;
  readonly alerts: readonly { readonly id: string; readonly severity: Severity; readonly sentence: string; readonly at: number }[];
}

export const MOST_COUNTED = 10_000;
