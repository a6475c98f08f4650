import { CHART_KINDS, type ChartChoice, type ChartKind, canJoin, kindsOf } from "#components/query/chart/chart-kinds.ts";
import type { QueryChart } from "#components/query/chart/chart-of-result.ts";

const NAMES: Readonly<Record<ChartKind, string>> = {
  auto: "Automatic",
  lines: "Lines",
  bars: "Bars",
  stacked: "Stacked bars",
  area: "Stacked area",
  pie: "Pie",
};

interface ChartKindProps {
  readonly chart: QueryChart;
  readonly choice: ChartChoice;
  readonly onChoose: (choice: ChartChoice) => void;
}

/** Chooses how the chart is drawn, among what the result allows. Renders nothing where there is no choice. */
export function ChartKindControl({ chart, choice, onChoose }: ChartKindProps) {
  const kinds = kindsOf(chart);
  if (kinds.length === 0) return null;
  return (
    <>
      <select
        aria-label="Chart type"
        value={kinds.includes(choice.kind) ? choice.kind : "auto"}
        onChange={(event) => onChoose({ ...choice, kind: CHART_KINDS.find((kind) => kind === event.target.value) ?? "auto" })}
      >
        {kinds.map((kind) => (
          <option key={kind} value={kind}>
            {NAMES[kind]}
          </option>
        ))}
      </select>
      {canJoin(chart) && (
        <button type="button" aria-pressed={choice.joined} onClick={() => onChoose({ ...choice, joined: !choice.joined })}>
          In one chart
        </button>
      )}
    </>
  );
}
