import type { QueryChart } from "./chart-of-result.ts";
import { longNumber } from "./scale.ts";

interface ChartTableProps {
  readonly chart: Extract<QueryChart, { kind: "time" }>;
  readonly timeText: (at: number) => string;
}

/** More cells would make the page slow for everybody; the table of rows has all. */
const MOST_CELLS = 5000;

/** The values of a chart for screen readers, where the table of rows is not shown. */
export function ChartTable({ chart: { times, panels, by }, timeText }: ChartTableProps) {
  const columns = panels.flatMap(({ name, series }) =>
    series.map((each) => ({
      key: `${name} ${each.key}`,
      name: by !== "" ? `${name}, ${each.name}` : series.length === 1 ? name : each.name,
      values: each.values,
    })),
  );
  const shown = times.slice(0, Math.max(1, Math.floor(MOST_CELLS / Math.max(1, columns.length))));
  return (
    <table className="visually-hidden" aria-label="Values of the chart">
      <caption>{shown.length < times.length && `The first ${shown.length} of ${times.length} times. “Table” shows all rows.`}</caption>
      <thead>
        <tr>
          <th scope="col">Time</th>
          {columns.map(({ key, name }) => (
            <th key={key} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {shown.map((time, n) => (
          <tr key={time}>
            <th scope="row">{timeText(time)}</th>
            {columns.map(({ key, values }) => {
              const value = values[n] ?? null;
              return <td key={key}>{value === null ? "–" : longNumber(value)}</td>;
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
