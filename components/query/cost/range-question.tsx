import Button from "@cloudscape-design/components/button";
import { useContext } from "react";
import { FollowButton } from "#components/frame/follow-button.tsx";
import styles from "./cost.module.css";
import { spreadText } from "./estimate-text.ts";
import { QuestionPopover } from "./question-popover.tsx";
import { type ResultPlace, ResultPlaceContext } from "./result-place.ts";
import { useEstimate } from "./use-estimate.ts";

interface RangeQuestionProps {
  /** The chosen range as text, such as "09:20 to 09:55 UTC". */
  readonly title: string;
  /** Milliseconds, the end exclusive. */
  readonly range: { readonly from: number; readonly to: number };
  /** Where in the chart the range begins, from 0 to 1. */
  readonly at: number;
  readonly onRun: () => void;
  readonly onCancel: () => void;
}

/** What to do with a range that was chosen in a chart. AWS bills each run, so choosing alone runs nothing, and the cost comes first. */
export function RangeQuestion({ title, range, at, onRun, onCancel }: RangeQuestionProps) {
  const place = useContext(ResultPlaceContext);
  const events = place?.eventsOf(range) ?? null;
  return (
    <QuestionPopover title={title} onCancel={onCancel} className={styles["range"]} at={at}>
      {place !== null && <RangeCost place={place} range={range} />}
      <div className={styles["buttons"]}>
        <Button variant="primary" onClick={onRun}>
          Run over this range
        </Button>
        {events !== null && <FollowButton href={events}>Show events</FollowButton>}
        <Button variant="link" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </QuestionPopover>
  );
}

function RangeCost({ place, range }: { readonly place: ResultPlace; readonly range: RangeQuestionProps["range"] }) {
  const { connectionId, region, logGroups } = place;
  const between = { kind: "between", from: range.from, to: range.to - 1 } as const;
  const state = useEstimate({ connectionId, region, logGroups, range: between, after: null }, 0);
  return (
    <p aria-live="polite">
      {state.kind === "known"
        ? knownText(state.value.estimate, region)
        : state.kind === "failed"
          ? `No estimate. ${state.message}`
          : "Estimating the cost…"}
    </p>
  );
}

function knownText(estimate: Parameters<typeof spreadText>[0] | null, region: string): string {
  return estimate === null
    ? "No estimate: AWS doesn’t report how much data these log groups store."
    : `Estimated ${spreadText(estimate, region)}`;
}
