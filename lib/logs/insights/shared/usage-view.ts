/** What queries and live tails used. Costs are US dollars at AWS's list price, without what is unpriced. */
export interface UsageSumsView {
  readonly queries: number;
  readonly tails: number;
  readonly scannedBytes: number;
  readonly tailSeconds: number;
  readonly queryCost: number;
  readonly tailCost: number;
  /** Scanned, and tailed, in Regions whose price the portal doesn't know: not part of the costs. */
  readonly unpricedBytes: number;
  readonly unpricedSeconds: number;
}

/** A page of a list; both numbers start at 1. */
export interface UsagePart<Row> {
  readonly rows: readonly Row[];
  readonly page: number;
  readonly pages: number;
}

export interface UsageDayView extends UsageSumsView {
  /** In UTC, as `2026-11-24`. */
  readonly day: string;
}

export interface UsagePersonView extends UsageSumsView {
  readonly userId: string;
  /** The name or email address; "Removed user" for a person who left. */
  readonly who: string;
}

export interface UsageConnectionView extends UsageSumsView {
  readonly connectionId: string;
  readonly name: string;
  readonly removed: boolean;
  readonly regions: readonly string[];
  /** The likely bytes above which a query must be confirmed; null if no owner set a threshold. */
  readonly thresholdBytes: number | null;
}

/** The page "Usage and cost". */
export interface UsagePageView {
  /** What the page was asked for: `7d`, `30d` or a month such as `2026-11`. */
  readonly range: string;
  /** The first and the last day in UTC, both included. */
  readonly from: string;
  readonly to: string;
  /** The day in UTC on which the page was made: its figures still grow. */
  readonly today: string;
  /** The months that can be chosen, newest first. */
  readonly months: readonly string[];
  readonly total: UsageSumsView;
  /** The days that have any use, oldest first. */
  readonly days: readonly UsageDayView[];
  /** Null for a member, who sees only their own use. */
  readonly people: UsagePart<UsagePersonView> | null;
  readonly connections: UsagePart<UsageConnectionView>;
  /** Whether the person may set thresholds. */
  readonly setsThresholds: boolean;
}

/** One person's queries or live tails of one day, connection and Region, as in the file. */
export interface UsageRowView {
  readonly day: string;
  readonly kind: "query" | "tail";
  readonly connectionId: string;
  readonly connectionName: string;
  readonly region: string;
  readonly who: string;
  readonly uses: number;
  readonly scannedBytes: number;
  /** How long they ran. */
  readonly seconds: number;
  /** US dollars; null where the portal doesn't know the price of the Region. */
  readonly cost: number | null;
}
