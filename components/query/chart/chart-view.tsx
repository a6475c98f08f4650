"use client";

import { memo, useCallback, useMemo, useState } from "react";
import { clockText, dayText, offsetMinutes, type TimeZone, zoneText } from "#components/logs/time/time-zone.ts";
import { RangeQuestion } from "#components/query/cost/range-question.tsx";
import { useMediaQuery } from "#components/ui/use-media-query.ts";
import { spanOf } from "#kernel/time/times-and-ages.ts";
import { BarChart } from "./bar-chart.tsx";
import styles from "./chart.module.css";
import { type ChartChoice, type ChartKind, formOf, joinedChart, kindsOf, type PanelForm } from "./chart-kinds.ts";
import type { Panel, QueryChart } from "./chart-of-result.ts";
import { ChartTable } from "./chart-table.tsx";
import { differInSight } from "./end-labels.ts";
import { PieChart } from "./pie-chart.tsx";
import { Plot } from "./plot.tsx";
import { longNumber, timeMarkPlaces } from "./scale.ts";
import { seriesColors } from "./series-colors.ts";
import { useBinRange } from "./use-bin-range.ts";

export interface ChartViewProps {
  readonly chart: QueryChart;
  readonly choice: ChartChoice;
  readonly zone: TimeZone;
  /** Whether the query still runs, so that values change. */
  readonly partial: boolean;
  /** A range of time that the person chose in the chart, in milliseconds, the end exclusive. */
  readonly onRange: (range: { readonly from: number; readonly to: number }) => void;
  /** Whether the table of rows is not shown: then the chart has a table of its values for screen readers. */
  readonly alone: boolean;
}

/** The chart of a result. The table below it has the same values, and is its accessible form. */
export function ChartView({ chart: found, choice, zone, partial, onRange, alone }: ChartViewProps) {
  const chart = useMemo(() => (choice.joined ? joinedChart(found) : found), [choice.joined, found]);
  if (chart.kind === "none") return null;
  // A kind that was chosen for another result.
  const kind = kindsOf(found).includes(choice.kind) ? choice.kind : "auto";
  return (
    <section className={styles["chart"]} aria-label="Chart" aria-busy={partial}>
      {chart.kind === "time" && <TimeChart key={`${chart.times[0]} ${chart.times.length}`} {...{ chart, kind, zone, onRange, alone }} />}
      {chart.kind === "bars" && (kind === "pie" ? <PieChart chart={chart} /> : <BarChart chart={chart} />)}
      {chart.kind === "number" && (
        <dl className={styles["numbers"]}>
          {chart.numbers.map(({ name, value }) => (
            <div key={name}>
              <dt className="mono">{name}</dt>
              <dd>{longNumber(value)}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

type TimeChartData = Extract<QueryChart, { kind: "time" }>;

function TimeChart({
  chart,
  kind,
  zone,
  onRange,
  alone,
}: {
  readonly chart: TimeChartData;
  readonly kind: ChartKind;
  readonly zone: TimeZone;
  readonly onRange: ChartViewProps["onRange"];
  readonly alone: boolean;
}) {
  const { times, binMs, panels, by } = chart;
  const shown = useMemo(() => shownSeries(panels), [panels]);
  const colors = useMemo(() => seriesColors(shown), [shown]);
  const [chosen, setChosen] = useState<{ readonly from: number; readonly to: number } | null>(null);
  const { marked, pointed, pointer, onKeyDown, clear } = useBinRange(times.length, ({ first, last }) =>
    setChosen({ from: times[first] ?? 0, to: (times[last] ?? 0) + binMs }),
  );
  const answered = () => {
    setChosen(null);
    clear();
  };
  const isTouched = useMediaQuery("(pointer: coarse), (max-width: 760px)");
  const hint = isTouched
    ? "Drag sideways over a chart to choose a range."
    : "Drag over a chart, or use the arrow keys and Enter, to choose a range.";
  const long = (times.at(-1) ?? 0) - (times[0] ?? 0) > 20 * 3_600_000;
  const first = times[0] ?? 0;
  const marks = timeMarkPlaces(first, times.length, binMs, offsetMinutes(first, zone) * 60_000, long ? 4 : 6);
  const timeText = useCallback(
    (at: number) => `${long ? `${dayText(at, zone)} ` : ""}${clockText(at, zone, binMs < 60_000 ? "seconds" : "minutes")}`,
    [long, zone, binMs],
  );
  // Not at each move of the pointer: there can be two hundred thousand values.
  const labels = useMemo(
    () => panels.map((panel) => summaryOf(panel, formOf(kind, panel), times, timeText)),
    [panels, kind, times, timeText],
  );
  // The panels of a result without groups have one series each, unless they share a chart.
  const isNamed = by !== "" || panels.some(({ series }) => series.length > 1);
  const isLabeled = (panel: Panel) => isNamed && formOf(kind, panel) === "lines" && differInSight(panel.series);
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys choose bins */}
      <div className={styles["panels"]} role="group" aria-label="Bins of the chart" tabIndex={0} onKeyDown={onKeyDown}>
        {panels.map((panel, n) => (
          <figure key={panel.name} className={styles["panel"]}>
            <figcaption>
              <span className="mono">{panel.name}</span>
              {by !== "" && <span className={styles["by"]}>{isStacked(formOf(kind, panel)) ? `stacked by ${by}` : `by ${by}`}</span>}
              <span className={styles["by"]}>
                {binMs >= 1000 && `every ${spanOf(binMs)}, `}
                {zoneText(first, zone)}
              </span>
              {panel.leftOut !== undefined && <span className={styles["by"]}>{panel.leftOut} more in the table</span>}
            </figcaption>
            <Plot
              {...{ panel, colors, marked, pointed }}
              form={formOf(kind, panel)}
              bins={times.length}
              labeled={isLabeled(panel)}
              handlers={pointer}
              label={labels[n] ?? ""}
            />
            <div className={`${styles["axis"]} ${isLabeled(panel) ? styles["labeled"] : ""}`} aria-hidden="true">
              {marks.map((n) => (
                <span key={n} style={placeOfMark(n / times.length)}>
                  {timeText(times[n] ?? 0)}
                </span>
              ))}
            </div>
          </figure>
        ))}
      </div>
      {isNamed && <Legend {...{ by, colors, panels }} series={shown} />}
      {alone && <ChartTable {...{ chart, timeText }} />}
      {/* AWS bills each run, so choosing a range alone runs nothing. */}
      {chosen !== null && (
        <RangeQuestion
          key={`${chosen.from} ${chosen.to}`}
          title={`${timeText(chosen.from)} to ${timeText(chosen.to)} ${zoneText(chosen.to, zone)}`}
          range={chosen}
          at={times.indexOf(chosen.from) / times.length / Math.min(2, panels.length)}
          onRun={() => {
            answered();
            onRange(chosen);
          }}
          onCancel={answered}
        />
      )}
      <p className={styles["readout"]} role="status">
        {pointed === null ? hint : readoutOf(chart, pointed, timeText)}
      </p>
    </>
  );
}

interface ShownSeries {
  readonly key: string;
  readonly name: string;
}

/** The series of all panels, each once. */
function shownSeries(panels: readonly Panel[]): readonly ShownSeries[] {
  const found = panels.flatMap(({ series }) => series.map(({ key, name }) => [key, name] as const));
  return [...new Map(found)].map(([key, name]) => ({ key, name }));
}

interface LegendProps {
  readonly by: string;
  readonly series: readonly ShownSeries[];
  readonly colors: ReadonlyMap<string, string>;
  readonly panels: readonly Panel[];
}

/** One legend for all panels, with the total of each series where values add up. */
const Legend = memo(function Legend({ by, series, colors, panels }: LegendProps) {
  const total = (key: string) =>
    panels
      .find(({ adds }) => adds)
      ?.series.find((each) => each.key === key)
      ?.values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  return (
    <ul className={styles["legend"]}>
      {by !== "" && <li className={styles["legendBy"]}>{by}</li>}
      {series.map(({ key, name }) => {
        const sum = total(key);
        return (
          <li key={key}>
            <span className={styles["swatch"]} style={{ background: colors.get(key) }} />
            {name} {sum !== undefined && <span className={styles["total"]}>({longNumber(sum)})</span>}
          </li>
        );
      })}
    </ul>
  );
});

/** A mark at the right edge has its text before it, so that it is not cut. */
const placeOfMark = (share: number) =>
  share > 0.85 ? { insetInlineEnd: `${100 - 100 * share}%`, borderInline: "0" } : { insetInlineStart: `${100 * share}%` };

const isStacked = (form: PanelForm) => form === "stacked" || form === "area";

function summaryOf({ name, series }: Panel, form: PanelForm, times: readonly number[], timeText: (at: number) => string): string {
  const found = series.flatMap(({ values }) => values.filter((value) => value !== null));
  const range = `${timeText(times[0] ?? 0)} to ${timeText(times.at(-1) ?? 0)}`;
  const spread =
    found.length === 0
      ? "no values"
      : `from ${longNumber(found.reduce((a, b) => Math.min(a, b)))} to ${longNumber(found.reduce((a, b) => Math.max(a, b)))}`;
  return `${name}, ${range}, ${series.length === 1 ? "one series" : `${series.length} series${isStacked(form) ? ", stacked" : ""}`}, ${spread}. The table has all values.`;
}

/** The values of one bin as a sentence. */
function readoutOf({ times, panels, by }: TimeChartData, bin: number, timeText: (at: number) => string): string {
  const parts = panels.map(({ name, series }) => {
    const values = series.flatMap((each) => {
      const value = each.values[bin];
      return value === null || value === undefined
        ? []
        : [by === "" && series.length === 1 ? longNumber(value) : `${each.name} ${longNumber(value)}`];
    });
    return `${name}: ${values.length === 0 ? "–" : values.join(", ")}`;
  });
  return `${timeText(times[bin] ?? 0)} · ${parts.join(" · ")}`;
}
