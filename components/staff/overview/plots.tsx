import { axisMarks, shortNumber } from "#components/query/chart/scale.ts";
import charts from "./charts.module.css";

/** One value at each place of the axis, and its color (a CSS color). */
export interface PlotSeries {
  readonly name: string;
  readonly color: string;
  readonly values: readonly number[];
}

const WIDTH = 600;
/** The height of a label of the axis, of which half is above and below its line. */
const LABEL = 12;

interface PlotProps {
  readonly series: readonly PlotSeries[];
  readonly height: number;
  /** What the plot shows, for a screen reader. */
  readonly label: string;
  /** Whether the axis begins at the smallest value and not at 0: for a line of which only changes matter. */
  readonly zoomed?: boolean;
  readonly form: "line" | "area" | "bars";
}

/** A plot with its value axis: lines, or areas or bars on top of each other. Rendered on the server, so it costs no JavaScript. */
export function Plot({ series, height, label, zoomed = false, form }: PlotProps) {
  const places = Math.max(0, ...series.map(({ values }) => values.length));
  const stacked = form === "line" ? series.map(({ values }) => values) : stack(series, places);
  const marks = marksOf(stacked.flat(), zoomed);
  const [low, high] = [marks[0] ?? 0, marks.at(-1) ?? 1];
  const y = (value: number) => height - ((value - low) / Math.max(1e-9, high - low)) * height;
  return (
    <div className={charts["plot"]}>
      <div className={charts["axis"]} style={{ blockSize: height + LABEL }} aria-hidden="true">
        {marks.toReversed().map((mark) => (
          <span key={mark}>{shortNumber(mark)}</span>
        ))}
      </div>
      <svg role="img" aria-label={label} viewBox={`0 0 ${WIDTH} ${height}`} preserveAspectRatio="none" style={{ blockSize: height }}>
        {marks.map((mark) => (
          <line key={mark} x1={0} x2={WIDTH} y1={y(mark)} y2={y(mark)} className={charts["grid"]} vectorEffect="non-scaling-stroke" />
        ))}
        {form === "bars"
          ? bars(series, stacked, y, places)
          : series
              .map(({ name, color }, n) => (
                <path
                  key={name}
                  d={form === "line" ? lineOf(stacked[n] ?? [], y) : areaOf(stacked[n] ?? [], stacked[n - 1], y)}
                  {...(form === "line" ? { fill: "none" } : { fill: color, fillOpacity: 0.45 })}
                  stroke={color}
                  strokeWidth={1.5}
                  vectorEffect="non-scaling-stroke"
                />
              ))
              .toReversed()}
      </svg>
    </div>
  );
}

function bars(series: readonly PlotSeries[], stacked: readonly (readonly number[])[], y: (value: number) => number, places: number) {
  const step = WIDTH / Math.max(1, places);
  return series.flatMap(({ name, color, values }, n) =>
    values.flatMap((value, place) => {
      if (value === 0) return [];
      const [top, bottom] = [y(stacked[n]?.[place] ?? 0), y(stacked[n - 1]?.[place] ?? 0)];
      // At least one pixel, so that one of thousands is visible.
      const size = Math.max(1, bottom - top);
      return [
        <rect key={`${name} ${place}`} x={place * step + step * 0.15} width={step * 0.7} y={bottom - size} height={size} fill={color} />,
      ];
    }),
  );
}

/** The sums of each series and those below it. */
function stack(series: readonly PlotSeries[], places: number): readonly (readonly number[])[] {
  const sums = Array.from({ length: places }, () => 0);
  return series.map(({ values }) =>
    sums.map((sum, place) => {
      sums[place] = sum + (values[place] ?? 0);
      return sums[place] ?? 0;
    }),
  );
}

/** The marks of the axis: from 0, or, zoomed, from the round number below the smallest value to that above the largest. */
function marksOf(values: readonly number[], zoomed: boolean): readonly number[] {
  if (!zoomed || values.length === 0) return axisMarks(values, 2);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const step = axisMarks([Math.max(1, most - least)], 1)[1] ?? 1;
  const from = Math.floor(least / step) * step;
  return Array.from({ length: Math.max(1, Math.ceil((most - from) / step)) + 1 }, (_, n) => from + n * step);
}

function pointsOf(values: readonly number[], y: (value: number) => number): readonly string[] {
  const step = WIDTH / Math.max(1, values.length - 1);
  return values.map((value, place) => `${(place * step).toFixed(1)},${y(value).toFixed(1)}`);
}

/** One value alone is a line over the whole width. */
function lineOf(values: readonly number[], y: (value: number) => number): string {
  const [only] = values;
  if (values.length === 1 && only !== undefined) return `M0,${y(only)} L${WIDTH},${y(only)}`;
  return `M${pointsOf(values, y).join(" L")}`;
}

function areaOf(top: readonly number[], bottom: readonly number[] | undefined, y: (value: number) => number): string {
  const base = bottom ?? top.map(() => 0);
  const twice = (values: readonly number[]) => (values.length === 1 ? [values[0] ?? 0, values[0] ?? 0] : values);
  return `M${[...pointsOf(twice(top), y), ...pointsOf(twice(base), y).toReversed()].join(" L")} Z`;
}
