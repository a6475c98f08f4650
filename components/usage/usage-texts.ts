import { bytesText } from "#components/logs/search/search-texts.ts";
import { dollarsText } from "#components/ui/dollars-text.ts";
import { utcDay } from "#kernel/time/times-and-ages.ts";
import type { UsageSumsView } from "#lib/logs/insights/shared/usage-view.ts";

const NOTHING = "–";

/** How long live tails ran: "96 min", "0.5 min"; a dash for none. */
export function tailText(seconds: number): string {
  if (seconds === 0) return NOTHING;
  const minutes = seconds / 60;
  if (minutes < 0.1) return "under 0.1 min";
  return `${(minutes < 10 ? Math.round(minutes * 10) / 10 : Math.round(minutes)).toLocaleString("en")} min`;
}

export const scannedText = (bytes: number): string => (bytes === 0 ? NOTHING : bytesText(bytes));
export const countOrNone = (count: number): string => (count === 0 ? NOTHING : count.toLocaleString("en"));

/** What AWS bills where the price is known; "price unknown" if that is nothing of it. */
export function costText({ queryCost, tailCost, unpricedBytes, unpricedSeconds }: UsageSumsView): string {
  const cost = queryCost + tailCost;
  if (cost > 0) return dollarsText(cost);
  return unpricedBytes > 0 || unpricedSeconds > 0 ? "price unknown" : NOTHING;
}

/** What is missing in a cost because the price of its Region is unknown: "12 GB and 3 min"; null for nothing. */
export function unpricedText({ unpricedBytes, unpricedSeconds }: UsageSumsView): string | null {
  const parts = [...(unpricedBytes > 0 ? [bytesText(unpricedBytes)] : []), ...(unpricedSeconds > 0 ? [tailText(unpricedSeconds)] : [])];
  return parts.length === 0 ? null : parts.join(" and ");
}

/** "24 Nov" for `2026-11-24`. */
export const dayText = (day: string): string => utcDay(Date.parse(day)).replace(/ \d{4}$/, "");

const MONTHS = [
  ...["January", "February", "March", "April", "May", "June"],
  ...["July", "August", "September", "October", "November", "December"],
];

/** A range in words: "Last 30 days", "November 2026". */
export function rangeText(range: string): string {
  if (range.endsWith("d")) return `Last ${range.slice(0, -1)} days`;
  const [year = "", month = "1"] = range.split("-");
  return `${MONTHS[Number(month) - 1]} ${year}`;
}

/** Every day between two days, both included. */
export function daysBetween(from: string, to: string): readonly string[] {
  const count = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, n) => new Date(Date.parse(from) + n * 86_400_000).toISOString().slice(0, 10));
}

/** The bytes for an amount in GB that a person typed; null for an empty field, undefined if it is no amount. */
export function bytesOfGb(text: string): number | null | undefined {
  const typed = text.trim();
  if (typed === "") return null;
  return /^[0-9]{1,7}(\.[0-9]{1,6})?$/.test(typed) ? Math.round(Number(typed) * 1_000_000_000) : undefined;
}
