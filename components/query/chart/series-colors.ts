import { REST_KEY } from "./chart-of-result.ts";
import { NO_VALUE } from "./group-names.ts";

/** Colors of the style sheet, as many as a chart has series; see `chart.module.css`. */
const ORDINARY = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;
/** One of them is close to the amber of warnings. */
const WITHOUT_AMBER = [1, 2, 4, 5, 6, 7, 8, 9, 10] as const;

/** Server errors are red and violet in every chart, so that they are found at once, and warnings are amber as on the events page. */
const ERROR = /^(5\d\d|error|err|fatal|critical|fail(ed|ure)?|false)$/i;
const SECOND_ERROR = /^(503|fatal|critical)$/i;

const WARNING = /^warn(ing)?$/i;

/** The CSS color of each series, by its key, its name and its place. */
export function seriesColors(series: readonly { readonly key: string; readonly name: string }[]): ReadonlyMap<string, string> {
  const palette = series.some(({ name }) => WARNING.test(name)) ? WITHOUT_AMBER : ORDINARY;
  let ordinary = 0;
  return new Map(
    series.map(({ key, name }) => {
      if (key === REST_KEY) return [key, "var(--chart-others)"];
      if (name === NO_VALUE) return [key, "var(--chart-none)"];
      if (WARNING.test(name)) return [key, "var(--chart-warn)"];
      if (ERROR.test(name)) return [key, `var(--chart-${SECOND_ERROR.test(name) ? "second-error" : "error"})`];
      ordinary += 1;
      return [key, `var(--chart-${palette[(ordinary - 1) % palette.length]})`];
    }),
  );
}
