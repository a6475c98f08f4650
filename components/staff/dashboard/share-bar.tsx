"use client";

import Box, { type BoxProps } from "@cloudscape-design/components/box";
import styles from "./fleet.module.css";

/**
 * A bar that shows how many connections are verified and how many need attention. Decorative: the numbers beside it say
 * the same.
 */
export function ShareBar(props: { total: number; verified: number; expired: number; accessDenied: number; quarantined: number }) {
  const { total } = props;
  const parts: readonly { color: BoxProps.Color; count: number }[] = [
    { color: "text-status-success", count: props.verified },
    { color: "text-status-warning", count: props.expired },
    { color: "text-status-error", count: props.accessDenied + props.quarantined },
  ];
  return (
    <div className={styles["bar"]} aria-hidden="true">
      {parts
        .filter(({ count }) => count > 0)
        .map(({ color, count }) => (
          <div key={color} className={styles["part"]} style={{ width: `${(100 * count) / Math.max(1, total)}%` }}>
            <Box color={color}>
              <span className={styles["fill"]} />
            </Box>
          </div>
        ))}
    </div>
  );
}
