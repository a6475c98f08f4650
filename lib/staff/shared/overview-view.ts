import type { AgeClass } from "#kernel/verification/age-classes.ts";
import type { OpenAlertsView } from "./alert-view.ts";

/** Connections by status, as the worker counted them within the last minute. */
export interface FiguresView {
  readonly customers: number;
  readonly connections: number;
  readonly connected: number;
  readonly quarantined: number;
  readonly accessDenied: number;
  readonly expired: number;
  readonly draft: number;
  /** Compared with the end of yesterday; null without a count of yesterday. */
  readonly quarantinedSinceYesterday: number | null;
  /** When the worker counted. */
  readonly countedAt: number;
  /** The worker should have counted since. */
  readonly isLate: boolean;
}

/** Connections at the end of a day (UTC). */
export interface DayView {
  /** Milliseconds since 1970 at 00:00 UTC. */
  readonly at: number;
  readonly connected: number;
  readonly expired: number;
  readonly accessDenied: number;
  readonly quarantined: number;
}

/** Finished verifications of an hour (UTC). */
export interface HourView {
  readonly at: number;
  readonly connected: number;
  readonly inconclusive: number;
  readonly accessDenied: number;
  readonly notSecure: number;
}

export interface AgeView {
  readonly label: string;
  readonly count: number;
  /** The filter of the list of connections that shows these. */
  readonly filter: Exclude<AgeClass, "never">;
}

export interface FunnelView {
  readonly steps: readonly { readonly label: string; readonly customers: number; readonly isConnected: boolean }[];
  /** The step before which most customers are now; null if none is. */
  readonly stop: { readonly before: string; readonly customers: number; readonly status: "none" | "draft" } | null;
  readonly medianHours: number | null;
  /** A tenth of the connected customers took longer than this. */
  readonly slowestTenthHours: number | null;
}

export interface CapacityView {
  /** Calls a second, on average over the last full hour in the Region with most of them. `peak`: the largest hour of the last 24. */
  readonly sts: { readonly perSecond: number; readonly peak: number; readonly limit: number; readonly region: string } | null;
  readonly logs: { readonly perSecond: number; readonly peak: number } | null;
}

export interface HealthView {
  readonly workers: number;
  readonly workerSeenAt: number | null;
  readonly failedJobs: number;
  readonly canary: { readonly result: "ok" | "failed" | "not-configured"; readonly at: number } | null;
}

/** What the overview shows. A part is "failed" if it could not be read; the other parts are shown nevertheless. Null: no data yet. */
export interface OverviewView {
  readonly figures: FiguresView | null | "failed";
  readonly days: readonly DayView[] | "failed";
  readonly hours: readonly HourView[] | "failed";
  readonly ages: readonly AgeView[] | null | "failed";
  readonly funnel: FunnelView | null | "failed";
  readonly capacity: CapacityView | "failed";
  readonly health: HealthView | "failed";
  readonly alerts: OpenAlertsView | "failed";
}
