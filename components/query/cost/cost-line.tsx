import { bytesText } from "#components/logs/search/search-texts.ts";
import { asksFirst } from "#lib/logs/insights/shared/query-limits.ts";
import styles from "./cost.module.css";
import { basisText, hasLimit, priceText, spreadText } from "./estimate-text.ts";
import { type EstimateOf, type EstimateState, SETTLED_MS, useEstimate } from "./use-estimate.ts";

/** What a run of the query would probably scan and cost, beside the button that runs it. */
export function CostLine({ of, text }: { readonly of: EstimateOf; readonly text: string }) {
  const { headline, detail, basis } = wordsOf(useEstimate(of, SETTLED_MS), of.region, text);
  return (
    // Always there, so that a screen reader tells each change of it.
    <p className={styles["cost"]} aria-live="polite" title={basis}>
      {headline !== undefined && <strong>{headline}</strong>}
      <span className={styles["detail"]}>{detail}</span>
    </p>
  );
}

interface CostWords {
  readonly headline?: string;
  readonly detail: string;
  /** What the figures rest on. */
  readonly basis?: string;
}

function wordsOf(state: EstimateState, region: string, text: string): CostWords {
  if (state.kind === "none") return { detail: "Choose a log group to see the cost" };
  if (state.kind === "asking") return { detail: "Estimating the cost…" };
  if (state.kind === "failed") return { headline: "No estimate", detail: state.message };
  const { estimate } = state.value;
  const asks = asksFirst(state.value) ? [`you must confirm queries above ${bytesText(state.value.thresholdBytes)}`] : [];
  if (estimate === null)
    return { headline: "No estimate", detail: ["AWS doesn’t report how much data these log groups store.", ...asks].join(" · ") };
  const details = [priceText(region), ...(hasLimit(text) ? ["the limit in the query doesn’t lower it"] : []), ...asks];
  return { headline: `Estimated ${spreadText(estimate, region)}`, detail: details.join(" · "), basis: basisText(estimate) };
}
