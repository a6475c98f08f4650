import { FollowLink } from "#components/frame/follow-link.tsx";
import { utcDay } from "#kernel/time/times-and-ages.ts";
import { AGE_SPANS } from "#kernel/verification/age-classes.ts";
import type { Verdict } from "#kernel/verification/verdict.ts";
import { filteredAddress } from "#lib/lists/shared/list-query.ts";
import { CONNECTION_LIST } from "#lib/staff/shared/list-view.ts";
import type { AgeView, DayView, HourView } from "#lib/staff/shared/overview-view.ts";
import { RUN_LIST } from "#lib/staff/shared/people-view.ts";
import charts from "./charts.module.css";
import { NumberLink } from "./number-link.tsx";
import styles from "./overview.module.css";
import { NoData, numberText, Panel, PartFailed } from "./panel.tsx";
import { Plot } from "./plots.tsx";

const GOOD = "var(--sp-bar-good)";
const WARN = "var(--plot-warn)";
const DENIED = "var(--plot-denied)";
const BAD = "var(--sp-bad)";
const IDLE = "var(--sp-bar-idle)";
const connections = (status: string) => filteredAddress(CONNECTION_LIST, { status: [status] });

/** Connections by status over 90 days. Problems have a scale of their own: on one scale, thousands would hide a few. */
export function ConnectionDays({ days }: { readonly days: readonly DayView[] | "failed" }) {
  if (days === "failed") return <Panel title="Connections by status">{<PartFailed />}</Panel>;
  const last = days.at(-1);
  const first = days[0];
  if (last === undefined || first === undefined)
    return (
      <Panel title="Connections by status" aside="90 days">
        <NoData>No day was counted yet. The worker counts every ten minutes.</NoData>
      </Panel>
    );
  return (
    <Panel title="Connections by status" aside="90 days">
      <Legend
        entries={[
          { name: "Connected", color: GOOD, count: last.connected, href: connections("connected") },
          { name: "Verification expired", color: WARN, count: last.expired, href: connections("expired") },
          { name: "Access denied", color: DENIED, count: last.accessDenied, href: connections("access_denied") },
          { name: "Quarantined", color: BAD, count: last.quarantined, href: connections("quarantined") },
        ]}
      />
      {days.length < 2 ? (
        <NoData>Not enough days yet. The chart starts with the second day.</NoData>
      ) : (
        <DayPlots days={days} first={first} last={last} />
      )}
    </Panel>
  );
}

function DayPlots({ days, first, last }: { readonly days: readonly DayView[]; readonly first: DayView; readonly last: DayView }) {
  const span = `from ${utcDay(first.at)} to ${utcDay(last.at)}`;
  return (
    <>
      <Plot
        form="line"
        zoomed
        height={56}
        label={`Connected connections ${span}: from ${numberText(first.connected)} to ${numberText(last.connected)}.`}
        series={[{ name: "Connected", color: GOOD, values: days.map(({ connected }) => connected) }]}
      />
      <Plot
        form="area"
        height={104}
        label={`Connections with a problem ${span}. Last: ${last.quarantined} quarantined, ${last.accessDenied} access denied, ${last.expired} verification expired.`}
        series={[
          { name: "Quarantined", color: BAD, values: days.map(({ quarantined }) => quarantined) },
          { name: "Access denied", color: DENIED, values: days.map(({ accessDenied }) => accessDenied) },
          { name: "Verification expired", color: WARN, values: days.map(({ expired }) => expired) },
        ]}
      />
      <Ends from={utcDay(first.at)} to={utcDay(last.at)} />
    </>
  );
}

/** Verifications of the last 24 hours by verdict. */
export function VerificationHours({ hours }: { readonly hours: readonly HourView[] | "failed" }) {
  if (hours === "failed") return <Panel title="Verifications per hour">{<PartFailed />}</Panel>;
  const [first, last] = [hours[0], hours.at(-1)];
  if (first === undefined || last === undefined)
    return (
      <Panel title="Verifications per hour" aside="24 hours, UTC">
        <NoData>No verification in the last 24 hours.</NoData>
      </Panel>
    );
  const sum = (value: (hour: HourView) => number) => hours.reduce((total, hour) => total + value(hour), 0);
  const runs = (...verdict: Verdict[]) => filteredAddress(RUN_LIST, { verdict, time: ["24h"] });
  const sums = {
    connected: sum(({ connected }) => connected),
    inconclusive: sum(({ inconclusive }) => inconclusive),
    denied: sum(({ accessDenied }) => accessDenied),
    notSecure: sum(({ notSecure }) => notSecure),
  };
  return (
    <Panel title="Verifications per hour" aside="24 hours, UTC">
      <Legend
        entries={[
          { name: "Connected", color: GOOD, count: sums.connected, href: runs("secure") },
          { name: "Inconclusive", color: IDLE, count: sums.inconclusive, href: runs("inconclusive", "lost") },
          { name: "Access denied", color: DENIED, count: sums.denied, href: runs("access-denied") },
          { name: "Not secure", color: BAD, count: sums.notSecure, href: runs("not-secure") },
        ]}
      />
      <Plot
        form="bars"
        height={56}
        label={`Verifications with the result Connected in each of the last 24 hours, ${numberText(sums.connected)} in total.`}
        series={[{ name: "Connected", color: GOOD, values: hours.map(({ connected }) => connected) }]}
      />
      <Plot
        form="bars"
        height={104}
        label={`Other results: ${numberText(sums.inconclusive)} inconclusive, ${numberText(sums.denied)} access denied, ${numberText(sums.notSecure)} not secure.`}
        series={[
          { name: "Not secure", color: BAD, values: hours.map(({ notSecure }) => notSecure) },
          { name: "Access denied", color: DENIED, values: hours.map(({ accessDenied }) => accessDenied) },
          { name: "Inconclusive", color: IDLE, values: hours.map(({ inconclusive }) => inconclusive) },
        ]}
      />
      <Ends from={hourText(first.at)} to={hourText(last.at)} />
    </Panel>
  );
}

const hourText = (at: number) => new Date(at).toISOString().slice(11, 16);

/** A connection is verified again after 12 hours, so an older verification was not renewed in time. */
function colorOfAge(age: AgeView["filter"]): "fresh" | "aging" | "stale" {
  if (age === "over-24") return "stale";
  return AGE_SPANS[age].to <= 12 ? "fresh" : "aging";
}

/** How old the last verifications are. Log access stops at 24 hours. */
export function VerificationAges({ ages }: { readonly ages: readonly AgeView[] | null | "failed" }) {
  if (ages === "failed") return <Panel title="Verification age">{<PartFailed />}</Panel>;
  const total = ages?.reduce((sum, { count }) => sum + count, 0) ?? 0;
  if (ages === null || total === 0)
    return (
      <Panel title="Verification age">
        <NoData>{ages === null ? "Not counted yet. The worker counts every minute." : "No connection is verified yet."}</NoData>
      </Panel>
    );
  const most = Math.max(...ages.map(({ count }) => count));
  const expired = ages.at(-1)?.count ?? 0;
  return (
    <Panel title="Verification age" aside={`${numberText(total)} verified connections`}>
      <ul className={charts["ages"]}>
        {ages.map(({ label, count, filter }) => (
          <li key={label}>
            <span className={styles["quiet"]}>{numberText(count)}</span>
            <FollowLink
              href={filteredAddress(CONNECTION_LIST, { age: [filter], status: ["connected", "expired"] })}
              ariaLabel={`${label}: ${numberText(count)} connections`}
            >
              <span
                className={`${charts["bar"]} ${charts[colorOfAge(filter)]}`}
                style={{ blockSize: `${Math.max(count === 0 ? 0 : 2, Math.round((96 * count) / most))}px` }}
              />
            </FollowLink>
            <span className={`${styles["quiet"]} ${charts["label"]}`}>{label}</span>
          </li>
        ))}
      </ul>
      <p className={styles["quiet"]}>
        Log access stops at 24 hours
        {expired === 0 ? (
          "."
        ) : (
          <>
            : <FollowLink variant="primary" href={connections("expired")}>{`${numberText(expired)} expired`}</FollowLink>
          </>
        )}
      </p>
    </Panel>
  );
}

interface LegendEntry {
  readonly name: string;
  readonly color: string;
  readonly count: number;
  readonly href: string;
}

function Legend({ entries }: { readonly entries: readonly LegendEntry[] }) {
  return (
    <ul className={charts["legend"]}>
      {entries.map(({ name, color, count, href }) => (
        <li key={name}>
          <span aria-hidden="true" className={charts["swatch"]} style={{ background: color }} />
          <NumberLink href={href}>
            {name} <b>{numberText(count)}</b>
          </NumberLink>
        </li>
      ))}
    </ul>
  );
}

function Ends({ from, to }: { readonly from: string; readonly to: string }) {
  return (
    <div aria-hidden="true" className={charts["ends"]}>
      <span>{from}</span>
      <span>{to}</span>
    </div>
  );
}
