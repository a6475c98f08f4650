"use client";

import { memo, useMemo } from "react";
import type { PanelForm } from "./chart-kinds.ts";
import type { Panel, Series } from "./chart-of-result.ts";
import { endLabels } from "./end-labels.ts";
import styles from "./plot.module.css";
import { axisMarks, shortNumber } from "./scale.ts";

const HEIGHT = 140;

interface DrawnProps {
  readonly panel: Panel;
  readonly form: PanelForm;
  readonly bins: number;
  readonly colors: ReadonlyMap<string, string>;
  /** Whether lines are labeled at their ends. */
  readonly labeled: boolean;
}

interface PlotProps extends DrawnProps {
  readonly marked: { readonly first: number; readonly last: number } | null;
  readonly pointed: number | null;
  readonly handlers: object;
  readonly label: string;
}

/**
 * The bars or lines of a panel over its value axis. A move of the pointer draws only the two rectangles again, not the series, which can
 * have thousands of bins.
 */
export function Plot({ marked, pointed, handlers, label, ...drawn }: PlotProps) {
  const { panel, form, bins, labeled } = drawn;
  const shape = useMemo(() => shapeOf(panel, form, bins), [panel, form, bins]);
  return (
    <div className={styles["plot"]}>
      <Scale marks={shape.marks} />
      <svg viewBox={`0 0 ${bins} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label} {...handlers}>
        {marked !== null && (
          <rect className={styles["marked"]} x={marked.first} width={marked.last - marked.first + 1} y={0} height={HEIGHT} />
        )}
        {pointed !== null && <rect className={styles["pointed"]} x={pointed} width={1} y={0} height={HEIGHT} />}
        <Drawing {...drawn} shape={shape} />
      </svg>
      {labeled && <Ends {...drawn} shape={shape} />}
    </div>
  );
}

interface Shape {
  readonly tops: readonly (readonly (number | null)[])[];
  readonly marks: readonly number[];
  readonly y: (value: number) => number;
}

function shapeOf({ series }: Panel, form: PanelForm, bins: number): Shape {
  const tops = form === "stacked" || form === "area" ? stackTops(series, bins) : series.map(({ values }) => values);
  const marks = axisMarks(tops.flat().filter((value) => value !== null));
  const [low, high] = [marks[0] ?? 0, marks.at(-1) ?? 1];
  return { tops, marks, y: (value) => HEIGHT - ((value - low) / (high - low)) * HEIGHT };
}

const Scale = memo(function Scale({ marks }: Pick<Shape, "marks">) {
  return (
    <div className={styles["scale"]} aria-hidden="true">
      {marks.toReversed().map((mark) => (
        <span key={mark}>{shortNumber(mark)}</span>
      ))}
    </div>
  );
});

/** One path for each series, because thousands of elements would be slow. */
const Drawing = memo(function Drawing({ panel, form, bins, colors, shape: { tops, marks, y } }: DrawnProps & { readonly shape: Shape }) {
  const colorOf = (of: Series) => colors.get(of.key) ?? "var(--chart-1)";
  return (
    <g>
      {marks.map((mark) => (
        <line key={mark} className={styles["grid"]} x1={0} x2={bins} y1={y(mark)} y2={y(mark)} vectorEffect="non-scaling-stroke" />
      ))}
      {panel.series.map((each, n) =>
        form !== "lines" ? (
          <path
            key={each.key}
            fill={colorOf(each)}
            d={
              form === "bars"
                ? groupedPath(each.values, n, panel.series.length, y)
                : form === "stacked" || bins === 1
                  ? barsPath(tops[n - 1] ?? null, tops[n] ?? [], y)
                  : areaPath(tops[n - 1] ?? null, tops[n] ?? [], y)
            }
          />
        ) : (
          <path
            key={each.key}
            className={styles["line"]}
            stroke={colorOf(each)}
            d={linePath(each.values, y)}
            vectorEffect="non-scaling-stroke"
          />
        ),
      )}
    </g>
  );
});

/** The names of the lines beside their last values. The legend has the same names, so a screen reader skips these. */
const Ends = memo(function Ends({ panel, colors, shape }: DrawnProps & { readonly shape: Shape }) {
  return (
    <div className={styles["ends"]} aria-hidden="true">
      {endLabels(panel.series, shape.y, HEIGHT).map(({ key, name, top }) => (
        <span key={key} style={{ insetBlockStart: top, borderColor: colors.get(key) }}>
          {name}
        </span>
      ))}
    </div>
  );
});

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

/** The bars of one series of several, side by side in each bin, from zero up or down. */
function groupedPath(values: readonly (number | null)[], place: number, of: number, y: (value: number) => number): string {
  const zero = y(0).toFixed(2);
  return values
    .map((value, n) => {
      if (value === null || value === 0) return "";
      const left = n + 0.08 + (0.84 * place) / of;
      return `M${left.toFixed(4)} ${zero}V${y(value).toFixed(2)}H${(left + 0.84 / of).toFixed(4)}V${zero}Z`;
    })
    .join("");
}

/** The area between the series below and this one, from the middle of the first bin to that of the last. */
function areaPath(below: readonly (number | null)[] | null, tops: readonly (number | null)[], y: (value: number) => number): string {
  const point = (value: number | null | undefined, n: number) => `${n + 0.5} ${y(value ?? 0).toFixed(2)}`;
  const upper = tops.map((top, n) => point(top, n));
  const lower = tops.map((_, n) => point(below?.[n], n)).toReversed();
  return `M${[...upper, ...lower].join("L")}Z`;
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
