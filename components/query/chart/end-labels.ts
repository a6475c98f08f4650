import type { Series } from "./chart-of-result.ts";

/** A label beside the end of a line: the distance of its upper edge from the top of the chart, in pixels. */
export interface EndLabel {
  readonly key: string;
  readonly name: string;
  readonly top: number;
}

const LINE_HEIGHT = 12;
/** Characters of a name that surely fit beside a chart. */
const SURELY_SEEN = 7;

/** Whether the names of lines differ in what fits beside the chart. Otherwise only the legend distinguishes them. */
export function differInSight(series: readonly Pick<Series, "name">[]): boolean {
  const seen = new Set(series.map(({ name }) => name.slice(0, SURELY_SEEN)));
  return seen.size === series.length;
}

/** Labels at the height of the last value of each line, moved apart where they would overlap. Lines without values have none. */
export function endLabels(series: readonly Series[], y: (value: number) => number, height: number): readonly EndLabel[] {
  const wanted = series
    .flatMap(({ key, name, values }) => {
      const last = values.findLast((value) => value !== null);
      return last === undefined || last === null ? [] : [{ key, name, top: y(last) - LINE_HEIGHT / 2 }];
    })
    .toSorted((a, b) => a.top - b.top);
  let free = -LINE_HEIGHT / 2;
  const pushed = wanted.map(({ top, ...label }) => {
    const placed = Math.max(free, top);
    free = placed + LINE_HEIGHT;
    return { ...label, top: placed };
  });
  // What was pushed below the chart moves up again, and those above it with it.
  let limit = height - LINE_HEIGHT / 2;
  return pushed
    .toReversed()
    .map(({ top, ...label }) => {
      const placed = Math.min(limit, top);
      limit = placed - LINE_HEIGHT;
      return { ...label, top: placed };
    })
    .toReversed();
}
