import styles from "./chart.module.css";
import type { QueryChart } from "./chart-of-result.ts";
import { GroupPanel } from "./group-panel.tsx";
import { pieSlices } from "./pie-slices.ts";
import { longNumber } from "./scale.ts";
import { seriesColors } from "./series-colors.ts";

/** The groups as slices of their sum, each with its value and its part beside it; several aggregates are pies side by side. */
export function PieChart({ chart: { groups, panels, by } }: { readonly chart: Extract<QueryChart, { kind: "bars" }> }) {
  return (
    <div className={styles["panels"]}>
      {panels.map(({ name, series }) => {
        const slices = pieSlices(groups, series[0]?.values ?? []);
        const colors = seriesColors(slices);
        return (
          <GroupPanel key={name} {...{ name, by }}>
            <div className={styles["pie"]}>
              {/* The circumference is 100, so that a slice is as long as its percentage. The list has the same values. */}
              <svg viewBox="0 0 42 42" aria-hidden="true">
                {slices.map(({ key, percent, before }) => (
                  <circle
                    key={key}
                    cx={21}
                    cy={21}
                    r={15.9155}
                    fill="none"
                    stroke={colors.get(key)}
                    strokeWidth={10}
                    strokeDasharray={`${percent} ${100 - percent}`}
                    strokeDashoffset={25 - before}
                  />
                ))}
              </svg>
              <ul aria-label={`${name} by ${by}`}>
                {slices.map((slice) => (
                  <li key={slice.key}>
                    <span className={styles["swatch"]} style={{ background: colors.get(slice.key) }} />
                    <span className="mono">{slice.name}</span> <span className={styles["total"]}>{longNumber(slice.value)}</span> (
                    {slice.percent < 0.1 && slice.value > 0 ? "under 0.1" : slice.percent.toFixed(1)}%)
                  </li>
                ))}
              </ul>
            </div>
          </GroupPanel>
        );
      })}
    </div>
  );
}
