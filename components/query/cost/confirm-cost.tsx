import Button from "@cloudscape-design/components/button";
import { rangeName, type TimeRange } from "#components/logs/time/time-range.ts";
import type { QueryPhase } from "#components/query/run/query-run-state.ts";
import type { CheaperRange } from "#lib/logs/insights/shared/query-view.ts";
import styles from "./cost.module.css";
import { bytesWithCost, spreadText } from "./estimate-text.ts";
import { QuestionPopover } from "./question-popover.tsx";

interface ConfirmCostProps {
  readonly phase: Extract<QueryPhase, { kind: "confirm" }>;
  readonly region: string;
  /** Whether the range of the page ends now. */
  readonly untilNow: boolean;
  readonly onConfirm: () => void;
  /** Runs the query over a shorter range. */
  readonly onShorten: (range: TimeRange) => void;
  readonly onCancel: () => void;
  readonly onLost: () => void;
}

/** Asks before a query that would probably scan more than the threshold of the connection. Nothing has run. */
export function ConfirmCost({ phase, region, untilNow, onConfirm, onShorten, onCancel, onLost }: ConfirmCostProps) {
  const { estimate, thresholdBytes, cheaper } = phase;
  const threshold = bytesWithCost(thresholdBytes, region);
  const shorter = cheaper && shorterRange(cheaper, untilNow);
  return (
    <QuestionPopover title={`This query may scan more than ${threshold}`} {...{ onCancel, onLost }} className={styles["confirm"]}>
      <p>
        {estimate === null
          ? "AWS doesn’t report how much data these log groups store, so there is no estimate."
          : `Estimated ${spreadText(estimate, region)}.`}{" "}
        An owner set {threshold} as the limit above which you must confirm queries.
        {cheaper !== null && ` ${partText(cheaper.minutes, untilNow)} would scan an estimated ${spreadText(cheaper.estimate, region)}.`}
      </p>
      <div className={styles["buttons"]}>
        <Button variant="primary" onClick={onConfirm}>
          Run anyway
        </Button>
        {shorter !== null && (
          <Button onClick={() => onShorten(shorter)}>
            Run over {lowerFirst(partText(cheaper?.minutes ?? 0, untilNow)).replace(/^the /, "")}
          </Button>
        )}
        <Button variant="link" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </QuestionPopover>
  );
}

function shorterRange({ minutes, to }: CheaperRange, untilNow: boolean): TimeRange {
  return untilNow ? { kind: "last", minutes } : { kind: "between", from: to - minutes * 60_000, to };
}

/** "The last day", or "The last day of the range" if it does not end now. */
function partText(minutes: number, untilNow: boolean): string {
  return `The ${lowerFirst(rangeName({ kind: "last", minutes }))}${untilNow ? "" : " of the range"}`;
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
