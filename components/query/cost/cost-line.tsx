import { bytesText } from "#components/logs/search/search-texts.ts";
import styles from "./cost.module.css";
import { basisText, hasLimit, priceText, spreadText } from "./estimate-text.ts";
import { type EstimateOf, SETTLED_MS, useEstimate } from "./use-estimate.ts";

/** What a run of the query would probably scan and cost, beside the button that runs it. */
export function CostLine({ of, text }: { readonly of: EstimateOf; readonly text: string }) {
  const state = useEstimate(of, SETTLED_MS);
  if (state.kind === "none") return <p className={styles["cost"]}>Choose a log group to see the cost</p>;
  if (state.kind === "asking") return <p className={styles["cost"]}>Estimating the cost…</p>;
  if (state.kind === "failed") return <Line headline="No estimate" detail={state.message} />;
  const { estimate, thresholdBytes } = state.value;
  if (estimate === null) return <Line headline="No estimate" detail="AWS doesn’t say how much these log groups store." />;
  const asks = thresholdBytes !== null && estimate.likelyBytes > thresholdBytes;
  const details = [
    priceText(of.region),
    ...(hasLimit(text) ? ["limit doesn’t lower it"] : []),
    ...(asks ? [`asks first above ${bytesText(thresholdBytes)}`] : []),
  ];
  return <Line headline={`Estimated ${spreadText(estimate, of.region)}`} detail={details.join(" · ")} basis={basisText(estimate)} />;
}

function Line({ headline, detail, basis }: { readonly headline: string; readonly detail: string; readonly basis?: string }) {
  return (
    <p className={styles["cost"]} aria-live="polite" title={basis}>
      <strong>{headline}</strong>
      <span className={styles["detail"]}>{detail}</span>
    </p>
  );
}
