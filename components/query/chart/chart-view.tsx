"use client";

import { useMemo, useState } from "react";
import { clockText, dayText, type TimeZone, zoneText } from "#components/logs/time/time-zone.ts";
import { RangeQuestion } from "#components/query/cost/range-question.tsx";
import { BarChart } from "./bar-chart.tsx";
import styles from "./chart.module.css";
import type { Panel, QueryChart, Series } from "./chart-of-result.ts";
import { axisMarks, longNumber, markPlaces, shortNumber } from "./scale.ts";
import { seriesColors } from "./series-colors.ts";
import { useBinRange } from "./use-bin-range.ts";

export interface ChartViewProps {
  readonly chart: QueryChart;
  readonly zone: TimeZone;
  /** Whether the query still runs, so that values change. */
  readonly partial: boolean;
  /** A range of time that the person chose in the chart, in milliseconds, the end exclusive. */
  readonly onRange: (range: { readonly from: number; readonly to: number }) => void;
}

const HEIGHT = 140;

/** The chart of a result. The table below it has the same values, and is its accessible form. */
export function ChartView({ chart, zone, partial, onRange }: ChartViewProps) {
  if (chart.kind === "none") return null;
  return (
    <section className={styles["chart"]} aria-label="Chart" aria-busy={partial}>
      {chart.kind === "time" && <TimeChart key={`${chart.times[0]} ${chart.times.length}`} {...{ chart, zone, onRange }} />}
      {chart.kind === "bars" && <BarChart chart={chart} />}
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
  zone,
  onRange,
}: {
  readonly chart: TimeChartData;
  readonly zone: TimeZone;
  readonly onRange: ChartViewProps["onRange"];
}) {
  const { times, binMs, panels, by } = chart;
  const names = useMemo(() => [...new Set(panels.flatMap(({ series }) => series.map(({ name }) => name)))], [panels]);
  const colors = useMemo(() => seriesColors(by === "" ? panels.map(({ name }) => name) : names), [by, panels, names]);
  const [chosen, setChosen] = useState<{ readonly from: number; readonly to: number } | null>(null);
  const { marked, pointed, pointer, onKeyDown, clear } = useBinRange(times.length, ({ first, last }) =>
    setChosen({ from: times[first] ?? 0, to: (times[last] ?? 0) + binMs }),
  );
  const answered = () => {
    setChosen(null);
    clear();
  };
  const long = (times.at(-1) ?? 0) - (times[0] ?? 0) > 20 * 3_600_000;
  const timeText = (at: number) => `${long ? `${dayText(at, zone)} ` : ""}${clockText(at, zone, binMs < 60_000 ? "seconds" : "minutes")}`;
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys choose bins */}
      <div className={styles["panels"]} role="group" aria-label="Bins of the chart" tabIndex={0} onKeyDown={onKeyDown}>
        {panels.map((panel) => (
          <figure key={panel.name} className={styles["panel"]}>
            <figcaption>
              <span className="mono">{panel.name}</span>
              {by !== "" && <span className={styles["by"]}>{panel.adds ? `stacked by ${by}` : `by ${by}`}</span>}
            </figcaption>
            <Plot
              {...{ panel, colors, marked, pointed }}
              bins={times.length}
              handlers={pointer}
              label={summaryOf(panel, times, timeText)}
            />
            <div className={styles["axis"]} aria-hidden="true">
              {markPlaces(times.length).map((n, index, all) => (
                <span key={n}>
                  {timeText(times[n] ?? 0)}
                  {index === all.length - 1 && ` ${zoneText(times[n] ?? 0, zone)}`}
                </span>
              ))}
            </div>
          </figure>
        ))}
      </div>
      {by !== "" && <Legend by={by} names={names} colors={colors} panels={panels} />}
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
        {pointed === null ? "Drag over a chart, or use the arrow keys and Enter, to choose a range." : readoutOf(chart, pointed, timeText)}
      </p>
    </>
  );
}

interface PlotProps {
  readonly panel: Panel;
  readonly bins: number;
  readonly colors: ReadonlyMap<string, string>;
  readonly marked: { readonly first: number; readonly last: number } | null;
  readonly pointed: number | null;
  readonly handlers: object;
  readonly label: string;
}

/** The bars or lines of a panel over its value axis. One path for each series, because thousands of elements would be slow. */
function Plot({ panel, bins, colors, marked, pointed, handlers, label }: PlotProps) {
  const { series, adds } = panel;
  const tops = adds ? stackTops(series, bins) : series.map(({ values }) => values);
  const marks = axisMarks(tops.flat().filter((value) => value !== null));
  const [low, high] = [marks[0] ?? 0, marks.at(-1) ?? 1];
  const y = (value: number) => HEIGHT - ((value - low) / (high - low)) * HEIGHT;
  const colorOf = (name: string) => colors.get(name) ?? "var(--chart-1)";
  return (
    <div className={styles["plot"]}>
      <div className={styles["scale"]} aria-hidden="true">
        {marks.toReversed().map((mark) => (
          <span key={mark}>{shortNumber(mark)}</span>
        ))}
      </div>
      <svg viewBox={`0 0 ${bins} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label} {...handlers}>
        {marks.map((mark) => (
          <line key={mark} className={styles["grid"]} x1={0} x2={bins} y1={y(mark)} y2={y(mark)} vectorEffect="non-scaling-stroke" />
        ))}
        {marked !== null && (
          <rect className={styles["marked"]} x={marked.first} width={marked.last - marked.first + 1} y={0} height={HEIGHT} />
        )}
        {pointed !== null && <rect className={styles["pointed"]} x={pointed} width={1} y={0} height={HEIGHT} />}
        {series.map(({ name, values }, n) =>
          adds ? (
            <path key={name} fill={colorOf(name)} d={barsPath(n === 0 ? null : (tops[n - 1] ?? null), tops[n] ?? [], y)} />
          ) : (
            <path key={name} className={styles["line"]} stroke={colorOf(name)} d={linePath(values, y)} vectorEffect="non-scaling-stroke" />
          ),
        )}
      </svg>
    </div>
  );
}

/** The upper edge of each series when they stand on each other. */
function stackTops(series: readonly Series[], bins: number): readonly (readonly number[])[] {
  const sums = new Array<number>(bins).fill(0);
  return series.map(({ values }) => values.map((value, n) => (sums[n] = (sums[n] ?? 0) + Math.max(0, value ?? 0))));
}

function barsPath(below: readonly (number | null)[] | null, tops: readonly (number | null)[], y: (value: number) => number): string {
  return tops
    .map((top, n) => {
      const bottom = below?.[n] ?? 0;
      if (top === null || top <= bottom) return "";
      return `M${n + 0.08} ${y(bottom).toFixed(2)}V${y(top).toFixed(2)}H${n + 0.92}V${y(bottom).toFixed(2)}Z`;
    })
    .join("");
}

/** A line through the middle of the bins; a missing value interrupts it. A value between two gaps is a short dash, so that it is visible. */
function linePath(values: readonly (number | null)[], y: (value: number) => number): string {
  return values
    .map((value, n) => {
      if (value === null) return "";
      const before = values[n - 1] ?? null;
      const alone = before === null && (values[n + 1] ?? null) === null;
      if (alone) return `M${n + 0.2} ${y(value).toFixed(2)}H${n + 0.8}`;
      return `${before === null ? "M" : "L"}${n + 0.5} ${y(value).toFixed(2)}`;
    })
    .join("");
}

interface LegendProps {
  readonly by: string;
  readonly names: readonly string[];
  readonly colors: ReadonlyMap<string, string>;
  readonly panels: readonly Panel[];
}

/** One legend for all panels, with the total of each series where values add up. */
function Legend({ by, names, colors, panels }: LegendProps) {
  const total = (name: string) =>
    panels
      .find(({ adds }) => adds)
      ?.series.find((series) => series.name === name)
      ?.values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  return (
    <ul className={styles["legend"]}>
      <li className={styles["legendBy"]}>{by}</li>
      {names.map((name) => {
        const sum = total(name);
        return (
          <li key={name}>
            <span className={styles["swatch"]} style={{ background: colors.get(name) }} />
            {name} {sum !== undefined && <span className={styles["total"]}>{longNumber(sum)}</span>}
          </li>
        );
      })}
    </ul>
  );
}

function summaryOf({ name, series, adds }: Panel, times: readonly number[], timeText: (at: number) => string): string {
  const found = series.flatMap(({ values }) => values.filter((value) => value !== null));
  const range = `${timeText(times[0] ?? 0)} to ${timeText(times.at(-1) ?? 0)}`;
  const spread = found.length === 0 ? "no values" : `from ${longNumber(Math.min(...found))} to ${longNumber(Math.max(...found))}`;
  return `${name}, ${range}, ${series.length === 1 ? "one series" : `${series.length} series${adds ? ", stacked" : ""}`}, ${spread}. The table has all values.`;
}

/** The values of one bin as a sentence. */
function readoutOf({ times, panels, by }: TimeChartData, bin: number, timeText: (at: number) => string): string {
  const parts = panels.map(({ name, series }) => {
    const values = series.flatMap((each) => {
      const value = each.values[bin];
      return value === null || value === undefined ? [] : [by === "" ? longNumber(value) : `${each.name} ${longNumber(value)}`];
    });
    return `${name}: ${values.length === 0 ? "–" : values.join(", ")}`;
  });
  return `${timeText(times[bin] ?? 0)} · ${parts.join(" · ")}`;
}
