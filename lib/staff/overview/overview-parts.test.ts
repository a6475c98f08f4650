import { expect, test } from "vitest";
import type { ConnectionCount, ConnectionCounts } from "#db/queries/staff/connection-counts.ts";
import { agesOf, capacityOf, daysOf, figuresOf, funnelOf, hoursOf, LATE_AFTER_MS } from "./overview-parts.ts";

const NOW = Date.UTC(2026, 10, 30, 10, 20);
const HOUR = 3_600_000;
const count = (status: ConnectionCount["status"], connections: number, ageHours = 2): ConnectionCount => ({
  status,
  logAccess: "browse",
  templateVersion: 1,
  weakness: "",
  ageHours,
  regions: null,
  customerId: null,
  connections,
});
const counted = (counts: readonly ConnectionCount[], at: number | null = NOW): ConnectionCounts => ({
  counts,
  countedAt: at === null ? null : new Date(at),
  cutAt: null,
  isOfRegions: false,
  regions: null,
});

test("without data there is nothing, never a zero", () => {
  expect(figuresOf(counted([], null), 0, [], NOW)).toBeNull();
  expect(agesOf(counted([], null))).toBeNull();
  expect(funnelOf([])).toBeNull();
  expect(hoursOf([], NOW)).toEqual([]);
  expect(daysOf([])).toEqual([]);
  expect(capacityOf([], 360, NOW)).toEqual({ sts: null, logs: null });
});

test("figures that the worker did not renew for five minutes are late", () => {
  expect(figuresOf(counted([count("draft", 1)], NOW - LATE_AFTER_MS), 1, [], NOW)?.isLate).toBe(false);
  expect(figuresOf(counted([count("draft", 1)], NOW - LATE_AFTER_MS - 1), 1, [], NOW)?.isLate).toBe(true);
});

test("the figures add up all counts of a status, and compare quarantines with the end of yesterday", () => {
  const days = daysOf([
    { day: "2026-11-28", status: "quarantined", connections: 9 },
    { day: "2026-11-29", status: "quarantined", connections: 1 },
    { day: "2026-11-30", status: "quarantined", connections: 5 },
  ]);
  expect(figuresOf(counted([count("connected", 3), count("connected", 4, 12), count("quarantined", 2)]), 7, days, NOW)).toMatchObject({
    connections: 9,
    customers: 7,
    connected: 7,
    quarantined: 2,
    quarantinedSinceYesterday: 1,
  });
  expect(figuresOf(counted([count("draft", 1)]), 1, [], NOW)?.quarantinedSinceYesterday).toBeNull();
});

test("hours without a verification have zeros, and a lost run counts as inconclusive", () => {
  const at = Math.floor(NOW / HOUR) * HOUR;
  const hours = hoursOf(
    [
      { hour: new Date(at), verdict: "secure", runs: 5 },
      { hour: new Date(at - 23 * HOUR), verdict: "lost", runs: 2 },
      { hour: new Date(at - 23 * HOUR), verdict: "inconclusive", runs: 1 },
    ],
    NOW,
  );
  expect(hours).toHaveLength(24);
  expect(hours[0]).toMatchObject({ at: at - 23 * HOUR, inconclusive: 3, connected: 0 });
  expect(hours[23]).toMatchObject({ connected: 5, notSecure: 0 });
});

test("the age counts connections that are or were verified, not those that are disabled or denied", () => {
  const ages = agesOf(counted([count("connected", 5, 0), count("expired", 2, 24), count("disabled", 9, 24), count("draft", 4, -1)]));
  expect(ages?.[0]).toEqual({ label: "0–2 h", count: 5, filter: "0-2" });
  expect(ages?.at(-1)).toEqual({ label: "> 24 h", count: 2, filter: "over-24" });
});

test("who reached a step also reached the steps before; the step before which most are is named", () => {
  const funnel = funnelOf([
    { step: "invited", hours: -1, customers: 2 },
    { step: "drafted", hours: -1, customers: 5 },
    { step: "connected", hours: 1, customers: 8 },
    { step: "connected", hours: 50, customers: 1 },
    { step: "connected", hours: 300, customers: 1 },
  ]);
  expect(funnel?.steps.map(({ customers }) => customers)).toEqual([17, 15, 15, 10, 10]);
  expect(funnel?.stop).toEqual({ before: "the role ARN is submitted", customers: 5, status: "draft" });
  expect([funnel?.medianHours, funnel?.slowestTenthHours]).toEqual([1, 50]);
  expect(funnelOf([{ step: "connected", hours: 3, customers: 1 }])?.stop).toBeNull();
});

test("capacity is that of the busiest Region in the last full hour, with the largest hour beside it", () => {
  const at = Math.floor(NOW / HOUR) * HOUR;
  const calls = (service: "sts" | "logs", region: string, hoursAgo: number, n: number) => ({
    hour: new Date(at - hoursAgo * HOUR),
    service,
    region,
    calls: n,
  });
  const rows = [calls("sts", "eu-central-1", 1, 7200), calls("sts", "eu-central-1", 2, 36_000), calls("sts", "us-east-1", 1, 10)];
  expect(capacityOf([...rows, calls("logs", "eu-central-1", 1, 3600), calls("logs", "us-east-1", 1, 3600)], 360, NOW)).toEqual({
    sts: { perSecond: 2, peak: 10, limit: 360, region: "eu-central-1" },
    logs: { perSecond: 2, peak: 2 },
  });
});
