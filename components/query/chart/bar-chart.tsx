import styles from "./chart.module.css";
import type { QueryChart } from "./chart-of-result.ts";
import { GroupPanel } from "./group-panel.tsx";
import { longNumber } from "./scale.ts";

/** One bar for each group; several aggregates are bar charts side by side. */
export function BarChart({ chart: { groups, panels, by } }: { readonly chart: Extract<QueryChart, { kind: "bars" }> }) {
  return (
    <div className={styles["panels"]}>
      {panels.map(({ name, series }) => {
        const values = series[0]?.values ?? [];
        const most = Math.max(1e-9, ...values.map((value) => Math.abs(value ?? 0)));
        return (
          <GroupPanel key={name} {...{ name, by }}>
            <ul className={styles["bars"]}>
              {groups.map((group, n) => (
                // Groups can repeat where a value is missing.
                <li key={`${n} ${group}`}>
                  <span className={styles["group"]} title={group}>
                    {group}
                  </span>
                  <span className={styles["barPlace"]}>
                    <span className={styles["bar"]} style={{ inlineSize: `${(100 * Math.abs(values[n] ?? 0)) / most}%` }} />
                  </span>
                  <span className={styles["value"]}>{values[n] === null ? "–" : longNumber(values[n] ?? 0)}</span>
                </li>
              ))}
            </ul>
          </GroupPanel>
        );
      })}
    </div>
  );
}
