import { MOST_BARS, MOST_SERIES, type Panel, type QueryChart } from "./chart-of-result.ts";
import { distinctNames } from "./group-names.ts";

/** How a chart is drawn. `auto`: what adds up is stacked bars, other values over time are lines. */
export const CHART_KINDS = ["auto", "lines", "bars", "stacked", "area", "pie"] as const;
export type ChartKind = (typeof CHART_KINDS)[number];

/** What a person chose for the chart of a result. */
export interface ChartChoice {
  readonly kind: ChartKind;
  /** Whether values of one unit share a chart. */
  readonly joined: boolean;
}

export const AUTOMATIC: ChartChoice = { kind: "auto", joined: false };

/** How the series of one panel are drawn. */
export type PanelForm = "lines" | "bars" | "stacked" | "area";

/** The kinds that a result allows, the automatic one first; empty if there is nothing to choose. */
export function kindsOf(chart: QueryChart): readonly ChartKind[] {
  if (chart.kind === "bars") return isWhole(chart) ? ["auto", "pie"] : [];
  if (chart.kind !== "time") return [];
  const adding = chart.panels.filter(({ adds }) => adds);
  return [
    "auto",
    "lines",
    "bars",
    ...(adding.some(({ series }) => series.length > 1) ? (["stacked"] as const) : []),
    ...(adding.length > 0 ? (["area"] as const) : []),
  ];
}

/** Slices are parts of a whole: every group is in the chart, and its values add up. A chart of bars leaves out the groups beyond a limit. */
function isWhole({ groups, panels }: Extract<QueryChart, { kind: "bars" }>): boolean {
  return (
    groups.length > 1 &&
    groups.length < MOST_BARS &&
    panels.every(({ adds, series }) => adds && series.every(({ values }) => values.every((value) => (value ?? 0) >= 0)))
  );
}

/** Values that don't add up are never stacked: their sum means nothing. */
export function formOf(kind: ChartKind, { adds }: Panel): PanelForm {
  if (kind === "lines" || kind === "bars") return kind;
  if (!adds) return "lines";
  return kind === "area" ? "area" : "stacked";
}

/** Whether some panels can share one chart. */
export const canJoin = (chart: QueryChart): boolean => chart.kind === "time" && joinedPanels(chart).length < chart.panels.length;

/** The chart with the values of one unit in one panel. */
export function joinedChart(chart: QueryChart): QueryChart {
  return chart.kind === "time" ? { ...chart, panels: joinedPanels(chart) } : chart;
}

function joinedPanels({ panels, by }: Extract<QueryChart, { kind: "time" }>): readonly Panel[] {
  const units = [...new Set(panels.map(({ unit }) => unit))];
  return units.flatMap((unit) => {
    const same = panels.filter((panel) => panel.unit === unit);
    const size = same.reduce((sum, { series }) => sum + series.length, 0);
    // More lines than that are unreadable, and the sum of the groups that are not shown belongs to its own panel.
    if (unit === "" || same.length === 1 || size > MOST_SERIES) return same;
    const series = same.flatMap((panel) =>
      panel.series.map(({ key, name, values }) => ({
        ...{ key: `${panels.indexOf(panel)} ${key}`, values },
        name: by === "" ? panel.name : `${panel.name}, ${name}`,
      })),
    );
    const names = distinctNames(series.map(({ name }) => name));
    // An average and a maximum don't add up, and neither do two counts of the same events.
    return [
      {
        name: same.map(({ name }) => name).join(", "),
        unit,
        adds: false,
        series: series.map((each, n) => ({ ...each, name: names[n] ?? each.name })),
      },
    ];
  });
}

/** The choice in a link; automatic if it is invalid. */
export function readChartChoice(word: string | undefined): ChartChoice {
  const [kind, joined] = (word ?? "").split("-");
  return { kind: CHART_KINDS.find((each) => each === kind) ?? "auto", joined: joined === "joined" };
}

/** The choice as a word of a link; undefined for the automatic chart. */
export function chartWord({ kind, joined }: ChartChoice): string | undefined {
  if (kind === "auto" && !joined) return undefined;
  return joined ? `${kind}-joined` : kind;
}
