"use client";

import Button from "@cloudscape-design/components/button";
import styles from "#components/logs/groups/source-list.module.css";
import { onlyText } from "#components/logs/search/search-texts.ts";
import { useNow } from "#components/ui/age.tsx";
import { countText } from "#components/ui/count-text.ts";
import { spanOf } from "#kernel/time/times-and-ages.ts";
import { pricePerTailMinute } from "#lib/logs/insights/shared/query-prices.ts";
import { tailEveryMs } from "./follow-by-reads.ts";
import { billedMinutes, LEAD_MS, type TailState } from "./tail-state.ts";

interface TailBarProps {
  readonly tail: TailState;
  /** Number of events shown while paused; null when not paused. */
  readonly held: number | null;
  readonly onPause: () => void;
  readonly sources: number;
  readonly streams: readonly string[];
  /** The Region whose price AWS bills. */
  readonly region: string;
  /** The AWS account that pays for AWS's Live Tail, and the switch to it; null when the role does not allow it. */
  readonly aws: { readonly accountId: string; readonly onUse: () => void } | null;
  readonly onLeave: () => void;
}

const SAMPLED = {
  reads: "More events arrive than the live tail can load, so it shows only the newest. Narrow the search to see all events.",
  aws: "Sampled by AWS: this second has more than the 500 events shown. Narrow the search to see all events.",
};

/** The status of a live tail, its source and its cost. */
export function TailBar({ tail, held, onPause, sources, streams, region, aws, onLeave }: TailBarProps) {
  const { phase, span, events, sampled, note } = tail;
  const began = span.from + LEAD_MS;
  const now = Math.max(useNow(1_000), began);
  return (
    <div className={styles["tail"]}>
      <p className={styles["tailLine"]}>
        {phase === "on" && <span className={styles["tailDot"]} data-held={held !== null} aria-hidden="true" />}
        <strong>{phase === "on" ? (held === null ? "Live" : "Paused") : "Live tail ended"}</strong>
        {phase === "on" && <span className="mono">{clock(Math.floor((now - began) / 1000))}</span>}
        <span>
          {countText(events.length, "event")}
          {held !== null && `, ${(events.length - held).toLocaleString("en")} of them new`}
          {onlyText(streams, sources)}
        </span>
        {phase === "on" && (
          <Button variant="inline-link" onClick={onPause}>
            {held === null ? "Pause" : "Resume"}
          </Button>
        )}
        {phase === "on" && <span className={styles["quiet"]}>{howText(tail, sources, now, region, aws?.accountId)}</span>}
        {phase === "on" && tail.by === "reads" && aws !== null && (
          <Button variant="inline-link" onClick={aws.onUse}>
            Use AWS Live Tail (every second, {priceText(region)})
          </Button>
        )}
        {phase === "ended" && (
          <Button variant="inline-link" onClick={onLeave}>
            Back to search
          </Button>
        )}
      </p>
      <p aria-live="polite" className={styles["tailLine"]}>
        {note ?? (sampled ? SAMPLED[tail.by] : "")}
      </p>
    </div>
  );
}

/** Where new events come from, and who pays for that. */
function howText(tail: TailState, sources: number, now: number, region: string, accountId: string | undefined): string {
  const { by, span } = tail;
  const ends = `Ends after ${spanOf(span.to - span.from - LEAD_MS)}.`;
  if (by === "reads") return `New events every ${tailEveryMs(sources) / 1000} s, free of charge. ${ends}`;
  const price = pricePerTailMinute(region);
  const soFar = price === null ? "" : `About $${(billedMinutes(tail, now) * price).toFixed(2)} so far, `;
  return `${soFar}${priceText(region)}, billed by AWS to account ${accountId}. ${ends}`;
}

function priceText(region: string): string {
  const price = pricePerTailMinute(region);
  return price === null ? "price unknown for this Region" : `$${price} per minute`;
}

function clock(seconds: number): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}
