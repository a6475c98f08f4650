import { REST_KEY } from "./chart-of-result.ts";

/** Colors of the style sheet; see `chart.module.css`. */
const ORDINARY = 7;

/** Server errors are red and violet in every chart, so that they are found at once. */
const ERROR = /^(5\d\d|error|err|fatal|critical|fail(ed|ure)?|false)$/i;
const SECOND_ERROR = /^(503|fatal|critical)$/i;

/** The CSS color of each series, by its key, its name and its place. */
export function seriesColors(series: readonly { readonly key: string; readonly name: string }[]): ReadonlyMap<string, string> {
  let ordinary = 0;
  return new Map(
    series.map(({ key, name }) => {
      if (key === REST_KEY) return [key, "var(--chart-others)"];
      if (ERROR.test(name)) return [key, `var(--chart-${SECOND_ERROR.test(name) ? "second-error" : "error"})`];
      ordinary += 1;
      return [key, `var(--chart-${((ordinary - 1) % ORDINARY) + 1})`];
    }),
  );
}
