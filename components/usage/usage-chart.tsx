import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import { useState } from "react";
import { PageHead } from "#components/frame/page-head.tsx";
import { bytesText } from "#components/logs/search/search-texts.ts";
import { axisMarks, markPlaces } from "#components/query/chart/scale.ts";
import { dollarsText } from "#components/ui/dollars-text.ts";
import type { UsageDayView, UsagePageView } from "#lib/logs/insights/shared/usage-view.ts";
import styles from "./usage-chart.module.css";
import { sumColumns } from "./usage-columns.tsx";
import { UsageTable } from "./usage-table.tsx";
import { daysBetween, dayText } from "./usage-texts.ts";

/** What a bar of the chart shows: two parts that add up. */
interface Measure {
  readonly title: string;
  readonly unit: string;
  readonly text: (value: number) => string;
  readonly query: (day: UsageDayView) => number;
  /** Null if live tails have no such value. */
  readonly tail: ((day: UsageDayView) => number) | null;
}

const COST: Measure = {
  title: "Cost by day",
  unit: "US dollars, UTC days",
  text: dollarsText,
  query: ({ queryCost }) => queryCost,
  tail: ({ tailCost }) => tailCost,
};
/** Where no price is known, bytes are all that can be compared. */
const BYTES: Measure = {
  title: "Scanned by day",
  unit: "bytes that queries scanned, UTC days",
  text: bytesText,
  query: ({ scannedBytes }) => scannedBytes,
  tail: null,
};

/** The use of each day as bars, or as a table with the same values. */
export function UsageChart({ view }: { readonly view: UsagePageView }) {
  const [asTable, setAsTable] = useState(false);
  const { total, days } = view;
  const measure = total.queryCost + total.tailCost === 0 && total.unpricedBytes > 0 ? BYTES : COST;
  return (
    <Container
      header={
        <PageHead
          variant="h2"
          description={measure.unit}
          actions={<Button onClick={() => setAsTable(!asTable)}>{asTable ? "Show as chart" : "Show as table"}</Button>}
        >
          {measure.title}
        </PageHead>
      }
    >
      {asTable ? (
        <UsageTable
          label={measure.title}
          rows={days.toReversed()}
          keyOf={({ day }) => day}
          columns={[
            {
              name: "Day",
              number: false,
              cell: ({ day }) => `${dayText(day)}${day === view.today ? ", so far" : ""}`,
              total: "Total",
            },
            ...sumColumns<UsageDayView>(total),
          ]}
        />
      ) : (
        <Bars view={view} measure={measure} />
      )}
    </Container>
  );
}

const HEIGHT = 160;

function Bars({ view: { from, to, today, days }, measure }: { readonly view: UsagePageView; readonly measure: Measure }) {
  const all = daysBetween(from, to);
  const byDay = new Map(days.map((day) => [day.day, day]));
  const bars = all.map((name) => {
    const day = byDay.get(name);
    return { name, query: day === undefined ? 0 : measure.query(day), tail: day === undefined ? 0 : (measure.tail?.(day) ?? 0) };
  });
  const marks = axisMarks(bars.map(({ query, tail }) => query + tail));
  const high = marks.at(-1) ?? 1;
  const y = (value: number) => HEIGHT - (value / high) * HEIGHT;
  return (
    <div className={styles["chart"]}>
      <div className={styles["scale"]} aria-hidden="true">
        {marks.toReversed().map((mark) => (
          <span key={mark}>{mark === 0 ? "0" : measure.text(mark)}</span>
        ))}
      </div>
      <svg viewBox={`0 0 ${bars.length} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={summaryOf(bars, measure)}>
        {marks.map((mark) => (
          <line key={mark} className={styles["grid"]} x1={0} x2={bars.length} y1={y(mark)} y2={y(mark)} vectorEffect="non-scaling-stroke" />
        ))}
        {bars.map(({ name, query, tail }, n) => (
          <g key={name}>
            <title>{`${dayText(name)}: ${measure.text(query + tail)}`}</title>
            <rect className={styles["query"]} x={n + 0.12} width={0.76} y={y(query)} height={HEIGHT - y(query)} />
            <rect className={styles["tail"]} x={n + 0.12} width={0.76} y={y(query + tail)} height={y(query) - y(query + tail)} />
          </g>
        ))}
      </svg>
      <div className={styles["axis"]} aria-hidden="true">
        {markPlaces(all.length).map((n) => (
          <span key={n}>{`${dayText(all[n] ?? from)}${all[n] === today ? ", so far" : ""}`}</span>
        ))}
      </div>
      {measure.tail !== null && (
        <ul className={styles["legend"]}>
          <li>
            <span className={styles["querySwatch"]} /> Queries
          </li>
          <li>
            <span className={styles["tailSwatch"]} /> Live Tail
          </li>
        </ul>
      )}
    </div>
  );
}

interface Bar {
  readonly name: string;
  readonly query: number;
  readonly tail: number;
}

function summaryOf(bars: readonly Bar[], { title, text }: Measure): string {
  const [most] = bars.toSorted((a, b) => b.query + b.tail - (a.query + a.tail));
  const sum = bars.reduce((total, { query, tail }) => total + query + tail, 0);
  return `${title}, ${bars.length} days, ${text(sum)} in total, most on ${dayText(most?.name ?? "")}: ${text((most?.query ?? 0) + (most?.tail ?? 0))}. The table has all values.`;
}
