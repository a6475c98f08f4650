import type { ConnectionCounts } from "#db/queries/staff/connection-counts.ts";
import type { CallCount, DayCount, HourCount, OnboardingCount } from "#db/queries/staff/staff-overview.ts";
import { AGE_SPAN_NAMES, AGE_SPANS, ageClassOf } from "#kernel/verification/age-classes.ts";
import type { ConnectionStatus } from "#kernel/verification/connection-status.ts";
import type { AgeView, CapacityView, DayView, FiguresView, FunnelView, HourView } from "#lib/staff/shared/overview-view.ts";

/** The worker counts every minute. After this many milliseconds the figures are named as late. */
export const LATE_AFTER_MS = 5 * 60_000;

/** The figures of the overview; null before the first count. `now` is the database's or a process's clock, in milliseconds. */
export function figuresOf(
  { counts, countedAt }: ConnectionCounts,
  customers: number,
  days: readonly DayView[],
  now: number,
): FiguresView | null {
  if (countedAt === null) return null;
  const count = (status: ConnectionStatus) => counts.reduce((sum, each) => (each.status === status ? sum + each.connections : sum), 0);
  const today = startOfDay(now);
  const yesterday = days.findLast(({ at }) => at < today);
  const quarantined = count("quarantined");
  return {
    customers,
    connections: counts.reduce((sum, { connections }) => sum + connections, 0),
    connected: count("connected"),
    quarantined,
    accessDenied: count("access_denied"),
    expired: count("expired"),
    draft: count("draft"),
    quarantinedSinceYesterday: yesterday === undefined ? null : quarantined - yesterday.quarantined,
    countedAt: countedAt.getTime(),
    isLate: now - countedAt.getTime() > LATE_AFTER_MS,
  };
}

const DAY = 86_400_000;
const HOUR = 3_600_000;
const startOfDay = (ms: number) => Math.floor(ms / DAY) * DAY;

/** One entry for each counted day, oldest first. */
export function daysOf(rows: readonly DayCount[]): readonly DayView[] {
  return [...Map.groupBy(rows, ({ day }) => day)].map(([day, ofDay]) => {
    const count = (status: ConnectionStatus) => ofDay.find((row) => row.status === status)?.connections ?? 0;
    return {
      at: Date.parse(`${day}T00:00:00Z`),
      connected: count("connected"),
      expired: count("expired"),
      accessDenied: count("access_denied"),
      quarantined: count("quarantined"),
    };
  });
}

/** The last 24 hours, oldest first; an hour without a verification has zeros. Empty if no verification was counted at all. */
export function hoursOf(rows: readonly HourCount[], now: number): readonly HourView[] {
  if (rows.length === 0) return [];
  const current = Math.floor(now / HOUR) * HOUR;
  return Array.from({ length: 24 }, (_, n) => {
    const at = current - (23 - n) * HOUR;
    const count = (...verdicts: HourCount["verdict"][]) =>
      rows.reduce((sum, row) => (row.hour.getTime() === at && verdicts.includes(row.verdict) ? sum + row.runs : sum), 0);
    return {
      at,
      connected: count("secure"),
      // A run whose process ended before it is shown as inconclusive everywhere.
      inconclusive: count("inconclusive", "lost"),
      accessDenied: count("access-denied"),
      notSecure: count("not-secure"),
    };
  });
}

/** How old the last verification of the connections is that are connected or expired; null before the first count. */
export function agesOf({ counts, countedAt }: ConnectionCounts): readonly AgeView[] | null {
  if (countedAt === null) return null;
  const verified = counts.filter(({ status }) => status === "connected" || status === "expired");
  return [...AGE_SPAN_NAMES, "over-24" as const].map((filter) => ({
    label: labelOfAge(filter),
    filter,
    count: verified.reduce((sum, { ageHours, connections }) => (ageClassOf(ageHours) === filter ? sum + connections : sum), 0),
  }));
}

/** Short, because nine of them are below bars: the first and the last one name the unit. */
function labelOfAge(age: AgeView["filter"]): string {
  if (age === "over-24") return "> 24 h";
  return `${age.replace("-", "–")}${AGE_SPANS[age].from === 0 ? " h" : ""}`;
}

const STEPS = [
  { step: "invited", label: "Invited", next: "the invitation is accepted", status: "none" },
  { step: "accepted", label: "Accepted", next: "the External ID is created", status: "none" },
  { step: "drafted", label: "External ID created", next: "the role ARN is submitted", status: "draft" },
  { step: "submitted", label: "Role ARN submitted", next: "the first connection is verified", status: "draft" },
  { step: "connected", label: "Connected", next: "", status: "draft" },
] as const;

/** The funnel from the invitation to the first connection; null if no customer was counted. */
export function funnelOf(rows: readonly OnboardingCount[]): FunnelView | null {
  if (rows.length === 0) return null;
  const last = STEPS.map(({ step }) => rows.reduce((sum, row) => (row.step === step ? sum + row.customers : sum), 0));
  const reached = STEPS.map((_, n) => last.slice(n).reduce((sum, count) => sum + count, 0));
  const waiting = last.slice(0, -1);
  const most = Math.max(...waiting);
  const stop = STEPS[waiting.indexOf(most)];
  const connected = rows.filter(({ step }) => step === "connected").toSorted((a, b) => a.hours - b.hours);
  return {
    steps: STEPS.map(({ step, label }, n) => ({ label, customers: reached[n] ?? 0, isConnected: step === "connected" })),
    stop: most === 0 || stop === undefined ? null : { before: stop.next, customers: most, status: stop.status },
    medianHours: hoursAt(connected, 0.5),
    slowestTenthHours: hoursAt(connected, 0.9),
  };
}

/** The hours below which this share of the customers is. */
function hoursAt(sorted: readonly OnboardingCount[], share: number): number | null {
  const total = sorted.reduce((sum, { customers }) => sum + customers, 0);
  let seen = 0;
  for (const { hours, customers } of sorted) {
    seen += customers;
    if (seen >= share * total) return hours;
  }
  return null;
}

/** Calls a second from the counts by hour. `limit` is the budget of AWS STS for one Region (STS_CALLS_PER_SECOND). */
export function capacityOf(rows: readonly CallCount[], limit: number, now: number): CapacityView {
  const lastHour = Math.floor(now / HOUR) * HOUR - HOUR;
  const rate = (calls: number) => calls / 3600;
  const sumOf = (list: readonly CallCount[]) => list.reduce((sum, { calls }) => sum + calls, 0);
  const ofLastHour = (list: readonly CallCount[]) => sumOf(list.filter(({ hour }) => hour.getTime() === lastHour));
  const peakOf = (list: readonly CallCount[]) => Math.max(0, ...[...Map.groupBy(list, ({ hour }) => hour.getTime()).values()].map(sumOf));
  const sts = [
    ...Map.groupBy(
      rows.filter(({ service }) => service === "sts"),
      ({ region }) => region,
    ),
  ].toSorted(([, a], [, b]) => sumOf(b) - sumOf(a));
  const logs = rows.filter(({ service }) => service === "logs");
  const [busiest] = sts;
  return {
    sts:
      busiest === undefined ? null : { perSecond: rate(ofLastHour(busiest[1])), peak: rate(peakOf(busiest[1])), limit, region: busiest[0] },
    logs: logs.length === 0 ? null : { perSecond: rate(ofLastHour(logs)), peak: rate(peakOf(logs)) },
  };
}
