"use client";

import Button from "@cloudscape-design/components/button";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import styles from "#components/logs/logs.module.css";
import type { TimeZone } from "#components/logs/time/time-zone.ts";
import { countText } from "#components/ui/count-text.ts";
import { dollarsText } from "#components/ui/dollars-text.ts";
import { costOf } from "#lib/logs/insights/shared/query-prices.ts";
import type { LogQuotaView } from "#lib/logs/shared/log-view.ts";
import { type LogSearchState, searchTotals } from "./log-search-state.ts";
import { bytesText, fullText, headline, olderText, onlyText, partSearched } from "./search-texts.ts";

interface SearchStatusProps {
  readonly state: LogSearchState;
  /** The Region of each source of the search, in the order of its sources: prices differ. */
  readonly regions: readonly string[];
  readonly zone: TimeZone;
  readonly onStop: () => void;
  readonly onOlder: () => void;
  readonly onBack: (() => void) | null;
}

/** The progress of the search in one line, shown always, so that an empty page does not look like an empty log. */
export function SearchStatus({ state, regions, zone, onStop, onOlder, onBack }: SearchStatusProps) {
  const count = countText(state.events.length, "event");
  const totals = searchTotals(state);
  const pages = `${countText(totals.pages, "page")}${totals.emptyPages > 0 ? `, ${totals.emptyPages} empty` : ""}`;
  const read = totals.bytes === 0 ? "" : ` · ${bytesText(totals.bytes)} loaded`;
  const older = olderText(state);
  const only = onlyText(state.streams, state.sources.length);
  const prefix = state.failure?.code === "invalid" && state.events.length > 0 ? "Previous search: " : "";
  return (
    <div className={styles["status"]}>
      {state.phase === "searching" && (
        <progress className={styles["progress"]} max={1} value={partSearched(state)} aria-label="Search progress" />
      )}
      <span aria-live="polite">
        <strong>
          {prefix}
          {headline(state, zone)}
        </strong>
        {state.phase !== "idle" && ` · ${count} · ${pages}${read}${only}${fullText(state)}`}
      </span>
      {state.phase === "searching" && (
        <Button variant="inline-link" onClick={onStop}>
          Stop search
        </Button>
      )}
      {older !== null && (
        <Button variant="inline-link" onClick={onOlder}>
          {older}
        </Button>
      )}
      {onBack !== null && (
        <Button variant="inline-link" onClick={onBack}>
          Back to search
        </Button>
      )}
      {totals.limitedMs !== null && (
        <StatusIndicator type="pending">
          {totals.limitedBy === "quota" ? "Waiting to stay within the AWS quota" : "Throttled by AWS"}, continuing in{" "}
          {Math.ceil(totals.limitedMs / 1000)} s
        </StatusIndicator>
      )}
      {totals.scannedBytes !== null && (
        <span className={styles["quota"]}>
          Logs Insights query: {bytesText(totals.scannedBytes)} scanned, {billedText(state, regions)}
        </span>
      )}
      {totals.quota !== null && <QuotaMeter quota={totals.quota} />}
    </div>
  );
}

/** What AWS bills for the queries of the search, each at the price of its Region. */
function billedText({ sources }: LogSearchState, regions: readonly string[]): string {
  const costs = sources.map(({ scanned }, n) => (scanned === null ? 0 : costOf(regions[n] ?? "", scanned.ended + scanned.running)));
  if (costs.includes(null)) return "billed by AWS: price unknown for this Region";
  return `${dollarsText(costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0))} billed by AWS`;
}

/**
 * The share of the account's AWS quota that all users of the portal use. The portal leaves half of it to the customer's
 * own tools.
 */
function QuotaMeter({ quota: { usedPerSecond, quotaPerSecond } }: { readonly quota: LogQuotaView }) {
  const used = Math.round(usedPerSecond * 10) / 10;
  return (
    <span
      className={styles["quota"]}
      title="AWS limits the log reads per second in each account and Region. The portal uses at most half of this limit."
    >
      <meter min={0} max={quotaPerSecond} value={used} aria-label="AWS quota used" />
      AWS quota: {used.toLocaleString("en")} of {quotaPerSecond.toLocaleString("en")} reads/s
    </span>
  );
}
