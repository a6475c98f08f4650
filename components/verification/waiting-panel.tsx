"use client";

import ExpandableSection from "@cloudscape-design/components/expandable-section";
import { spanText } from "#components/ui/age-text.ts";
import { useNow } from "#components/ui/use-now.ts";
import type { RunView, WaitingView } from "#lib/verification/shared/run-view.ts";
import { CompareList } from "./compare-list.tsx";
import styles from "./waiting-panel.module.css";

/** We wait for a new role for two minutes (03-verification). */
const PATIENCE_MS = 120_000;

/** How the waiting goes: the tries so far, the next one, and the end. What to compare is folded until the third try. */
export function WaitingPanel(props: {
  readonly run: RunView;
  readonly waiting: WaitingView;
  readonly partnerAccountIds: readonly string[];
  /** When the server drew the page, where it can have drawn this. */
  readonly drawnAt?: number;
}) {
  const { waiting, partnerAccountIds } = props;
  const now = useNow(1_000, props.drawnAt);
  const waited = Math.min(PATIENCE_MS, Math.max(0, PATIENCE_MS - (waiting.until - now)));
  const nextIn = waiting.nextTryAt === null ? 0 : waiting.nextTryAt - now;
  return (
    <div className={styles["panel"]}>
      <p>
        <strong>{nextIn > 0 ? `Next retry in ${spanText(nextIn)}` : "Retrying now"}</strong>
        <span className="quiet">
          {" "}
          · {waiting.tries} {waiting.tries === 1 ? "attempt" : "attempts"} denied by AWS so far · {spanText(waited)} of 2 min
        </span>
      </p>
      <div className={styles["track"]} aria-hidden="true">
        <div className={styles["bar"]} style={{ inlineSize: `${(waited / PATIENCE_MS) * 100}%` }} />
      </div>
      <p className="quiet small">You can close this page. The verification continues, and this page will show its result.</p>
      <ExpandableSection headerText="What to check if access stays denied" defaultExpanded={waiting.tries >= 3}>
        <CompareList partnerAccountIds={partnerAccountIds} />
      </ExpandableSection>
    </div>
  );
}
