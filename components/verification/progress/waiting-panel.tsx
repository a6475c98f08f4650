"use client";

import ExpandableSection from "@cloudscape-design/components/expandable-section";
import { useNow } from "#components/ui/age.tsx";
import { countText } from "#components/ui/count-text.ts";
import { spanOf } from "#kernel/time/times-and-ages.ts";
import type { RunView, WaitingView } from "#lib/verification/shared/run-view.ts";
import styles from "./waiting-panel.module.css";

/** How long the portal keeps retrying a new role that AWS still denies: IAM changes take time to reach every region. */
const RETRY_MS = 120_000;

/**
 * Progress while a new role is retried: attempts so far, the next attempt and the deadline. Tips are collapsed until the
 * third attempt.
 */
export function WaitingPanel(props: {
  readonly run: RunView;
  readonly waiting: WaitingView;
  readonly partnerAccountIds: readonly string[];
  /** When the server rendered the page, in milliseconds since 1970; absent when the browser rendered this first. */
  readonly renderedAt?: number;
}) {
  const { waiting, partnerAccountIds } = props;
  const now = useNow(1_000, props.renderedAt);
  const waited = Math.min(RETRY_MS, Math.max(0, RETRY_MS - (waiting.until - now)));
  const nextIn = waiting.nextTryAt === null ? 0 : waiting.nextTryAt - now;
  return (
    <div className={styles["panel"]}>
      <p>
        <strong>{nextIn > 0 ? `Next retry in ${spanOf(nextIn)}` : "Retrying now"}</strong>
        <span className="quiet">
          {" "}
          · {countText(waiting.tries, "attempt")} denied by AWS so far · {spanOf(waited)} of 2 min
        </span>
      </p>
      <div className={styles["track"]} aria-hidden="true">
        <div className={styles["bar"]} style={{ inlineSize: `${(waited / RETRY_MS) * 100}%` }} />
      </div>
      <p className="quiet small">You can close this page. The verification continues, and this page shows its result when you return.</p>
      <ExpandableSection headerText="What to check if access stays denied" defaultExpanded={waiting.tries >= 3}>
        <CompareList partnerAccountIds={partnerAccountIds} />
      </ExpandableSection>
    </div>
  );
}

/**
 * What to check when AWS denies the role. AWS gives the same answer for all of these causes, so the portal can't tell
 * them apart.
 */
export function CompareList({ partnerAccountIds }: { readonly partnerAccountIds: readonly string[] }) {
  return (
    <div className="small">
      <p style={{ marginBlock: "0 8px" }}>AWS returns the same error in all of these cases:</p>
      <ul style={{ margin: 0, paddingInlineStart: 20 }}>
        <li>The role doesn’t exist: the ARN has a typo, or the stack was rolled back</li>
        <li>
          The role trusts an account other than <span className="mono">{partnerAccountIds.join(" or ")}</span>
        </li>
        <li>The role requires an External ID other than the one above</li>
        <li>A policy of your organization (SCP or RCP) denies the call</li>
      </ul>
    </div>
  );
}
