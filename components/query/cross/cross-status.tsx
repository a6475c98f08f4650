"use client";

import Button from "@cloudscape-design/components/button";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import { FollowLink } from "#components/frame/follow-link.tsx";
import { bytesText } from "#components/logs/search/search-texts.ts";
import { visibleText } from "#components/logs/text/visible-text.ts";
import type { QueryPhase } from "#components/query/run/query-run-state.ts";
import { secondsText, waitText } from "#components/query/run/run-status.tsx";
import { dollarsText } from "#components/ui/dollars-text.ts";
import { costOf } from "#lib/logs/insights/shared/query-prices.ts";
import type { QueryStatistics } from "#lib/logs/insights/shared/query-view.ts";
import styles from "./cross.module.css";
import { type CrossRun, isComplete, isCut, isRunActive, type TargetRun, toConfirm } from "./cross-run-state.ts";

/** How the query of each connection is going or ended; a connection without a result is named, never only missing. */
export function CrossStatus({ run, onConfirm }: { readonly run: CrossRun; readonly onConfirm: () => void }) {
  const { runs, asked } = run;
  const waiting = toConfirm(run);
  return (
    <>
      <table className={styles["runs"]} aria-label="Connections of this query">
        <thead className="visually-hidden">
          <tr>
            <th scope="col">Connection</th>
            <th scope="col">Account and Region</th>
            <th scope="col">Status</th>
            <th scope="col">Scanned</th>
            <th scope="col">Cost</th>
            <th scope="col">Time</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((each) => (
            <RunRow key={each.target.key} run={each} />
          ))}
          {asked.leftOut.map(({ key, name, accountId, region, why, next, href }) => (
            <tr key={key}>
              <th scope="row">{visibleText(name, true)}</th>
              <td className={styles["where"]}>
                {accountId} · {region}
              </td>
              <td colSpan={4}>
                <StatusIndicator type="warning">{why}</StatusIndicator> · not included
                {href !== undefined && (
                  <>
                    {" · "}
                    <FollowLink href={href} variant="primary" ariaLabel={`${next}: ${name}`}>
                      {next}
                    </FollowLink>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles["line"]} role="status">
        <Summary run={run} />
      </p>
      {waiting.length > 0 && (
        <p className={styles["line"]}>
          {waiting.length === 1 ? "One query is" : `${waiting.length} queries are`} above the limit that an owner set and did not run. A
          shorter time range scans less.
          <Button onClick={onConfirm}>Run anyway</Button>
        </p>
      )}
    </>
  );
}

function RunRow({ run: { target, queued, state } }: { readonly run: TargetRun }) {
  const { name, accountId, region } = target;
  const { phase, result } = state;
  const statistics = (phase.kind === "running" ? phase.statistics : null) ?? result?.statistics ?? null;
  const ms = phase.kind === "running" ? phase.elapsedMs : phase.kind === "complete" ? result?.elapsedMs : undefined;
  const cost = statistics === null ? null : costOf(region, statistics.scannedBytes);
  const { type, text, more } = queued ? QUEUED : statusOf(phase, result?.partial === true);
  return (
    <tr>
      <th scope="row">{visibleText(name, true)}</th>
      <td className={styles["where"]}>
        {accountId} · {region}
      </td>
      <td>
        <StatusIndicator type={type}>{text}</StatusIndicator>
        {more !== "" && <span className={styles["why"]}>{more}</span>}
      </td>
      <td className={styles["number"]}>{statistics === null ? "–" : bytesText(statistics.scannedBytes)}</td>
      <td className={styles["number"]}>{cost === null ? "–" : dollarsText(cost)}</td>
      <td className={styles["number"]}>{ms === undefined ? "–" : secondsText(ms)}</td>
    </tr>
  );
}

interface Status {
  readonly type: StatusIndicatorProps.Type;
  readonly text: string;
  readonly more: string;
}

const QUEUED: Status = { type: "pending", text: "Starts when another query finishes", more: "" };

function statusOf(phase: QueryPhase, hasPartialRows: boolean): Status {
  const rows = hasPartialRows ? " Its rows so far are not part of the merged values." : "";
  switch (phase.kind) {
    case "idle":
      return QUEUED;
    case "opening":
      return { type: "loading", text: "Reading the result from AWS", more: "" };
    case "running":
      return { type: "in-progress", text: phase.scheduled ? "Scheduled by AWS" : "Running", more: "" };
    case "waiting":
      return { type: "pending", text: waitText(phase), more: "" };
    case "complete":
      return { type: "success", text: "Complete", more: "" };
    case "ended":
      return {
        type: phase.why === "stopped" ? "stopped" : "warning",
        text: phase.why === "stopped" ? "Stopped" : "Not included",
        more: `${phase.message}${rows}`,
      };
    case "syntax-error":
      return { type: "error", text: "AWS can’t read this query", more: `AWS answered: “${phase.message}”.` };
    case "confirm":
      return {
        type: "warning",
        text: "Above the limit",
        more:
          phase.estimate === null
            ? `There is no estimate for these log groups. The limit is ${bytesText(phase.thresholdBytes)}.`
            : `Estimated ${bytesText(phase.estimate.lowBytes)} to ${bytesText(phase.estimate.highBytes)}; the limit is ${bytesText(phase.thresholdBytes)}.`,
      };
    case "failed":
      return { type: "warning", text: "Not included", more: `${phase.message}${rows}` };
  }
}

/** One line about all of them. Only a result of every chosen connection is a success. */
function Summary({ run }: { readonly run: CrossRun }) {
  const { runs, asked } = run;
  const all = runs.length + asked.leftOut.length;
  const complete = runs.filter(isComplete);
  if (isRunActive(run))
    return (
      <StatusIndicator type="in-progress">
        Complete in {complete.length} of {all} connections
      </StatusIndicator>
    );
  const statistics = runs.flatMap(({ state: { result, asked: own } }) =>
    result?.statistics && own ? [{ region: own.region, ...result.statistics }] : [],
  );
  return (
    <>
      <StatusIndicator type={complete.length === all && !runs.some(isCut) ? "success" : "warning"}>
        {complete.length === all
          ? `Complete in ${all === 1 ? "1 connection" : `all ${all} connections`}`
          : `Complete in ${complete.length} of ${all} connections`}
      </StatusIndicator>
      {statistics.length > 0 && (
        <strong>
          Scanned {complete.length === runs.length ? "" : "at least "}
          {scannedText(statistics)}
        </strong>
      )}
    </>
  );
}

/** The bytes of all, and their cost where the portal knows every price. */
function scannedText(all: readonly (QueryStatistics & { readonly region: string })[]): string {
  const bytes = bytesText(all.reduce((sum, { scannedBytes }) => sum + scannedBytes, 0));
  const costs = all.map(({ region, scannedBytes }) => costOf(region, scannedBytes)).filter((cost) => cost !== null);
  return costs.length < all.length ? bytes : `${bytes}, ${dollarsText(costs.reduce((sum, cost) => sum + cost, 0))}`;
}
