import type { ReactNode } from "react";
import { utcTime } from "#kernel/time/times-and-ages.ts";
import type { OverviewView } from "#lib/staff/shared/overview-view.ts";
import { Capacity, Funnel } from "./facts.tsx";
import { Figures, LateFigures } from "./figures.tsx";
import styles from "./overview.module.css";
import { Panel, PartFailed } from "./panel.tsx";
import { ConnectionDays, VerificationAges, VerificationHours } from "./trends.tsx";

/** The overview of staff: figures, trends, alerts, age, funnel and capacity. It is rendered on the server, so its charts cost no JavaScript. */
export function OverviewScreen(props: {
  readonly overview: OverviewView;
  readonly now: number;
  /** The heading with its actions. */
  readonly head: ReactNode;
  readonly alerts: ReactNode;
}) {
  const { overview, now } = props;
  const { figures } = overview;
  return (
    <div className={styles["page"]}>
      {props.head}
      <LateFigures figures={figures} now={now} />
      <Figures figures={figures} health={overview.health} now={now} />
      <div className={styles["panels"]}>
        <div className={styles["column"]}>
          <ConnectionDays days={overview.days} />
          <VerificationAges ages={overview.ages} />
          <Capacity capacity={overview.capacity} health={overview.health} now={now} />
        </div>
        <div className={styles["column"]}>
          <VerificationHours hours={overview.hours} />
          <Funnel funnel={overview.funnel} />
        </div>
        <div className={`${styles["column"]} ${styles["alerts"]}`}>
          {overview.alerts === "failed" ? (
            <Panel title="Open alerts">
              <PartFailed />
            </Panel>
          ) : (
            props.alerts
          )}
        </div>
      </div>
      {figures === "failed" ? null : (
        <p className={styles["quiet"]}>
          {figures === null
            ? "The worker has not counted yet."
            : `Counted by the worker at ${utcTime(figures.countedAt)}. Every number opens the list behind it.`}
        </p>
      )}
    </div>
  );
}
