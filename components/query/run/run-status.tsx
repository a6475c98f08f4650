"use client";

import Alert from "@cloudscape-design/components/alert";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { bytesText } from "#components/logs/search/search-texts.ts";
import { placeInTemplate } from "#components/query/parameters/fill-parameters.ts";
import { countText } from "#components/ui/count-text.ts";
import { dollarsText } from "#components/ui/dollars-text.ts";
import { costOf } from "#lib/logs/insights/shared/query-prices.ts";
import type { QueryStatistics } from "#lib/logs/insights/shared/query-view.ts";
import { errorPlace, withoutPlace } from "./error-place.ts";
import { type AskedQuery, type QueryPhase, type QueryRunState, writtenText } from "./query-run-state.ts";
import styles from "./run-status.module.css";

interface RunStatusProps {
  readonly state: QueryRunState;
  /** The text in the editor. */
  readonly text: string;
}

/** How the newest run is going: what AWS scanned so far, or how it ended. */
export function RunStatus({ state, text }: RunStatusProps) {
  return (
    <>
      {/* Always there, so that a screen reader tells each change of it. */}
      <p role="status" className="visually-hidden">
        {SAID[state.phase.kind]}
      </p>
      <Shown {...{ state, text }} />
    </>
  );
}

const SAID: Readonly<Record<QueryPhase["kind"], string>> = {
  idle: "",
  opening: "The result is loading.",
  running: "The query is running.",
  waiting: "The query is waiting.",
  complete: "The query is complete.",
  ended: "The query ended early.",
  "syntax-error": "The query has a syntax error.",
  confirm: "The query must be confirmed.",
  failed: "The query failed.",
};

function Shown({ state, text }: RunStatusProps) {
  const { phase, result, asked } = state;
  switch (phase.kind) {
    case "idle":
    // Asked beside the button that runs it.
    case "confirm":
      return null;
    case "opening":
      return <StatusIndicator type="loading">Loading the result from AWS…</StatusIndicator>;
    case "running":
      return (
        <div className={styles["progress"]}>
          <Facts elapsedMs={phase.elapsedMs} statistics={phase.statistics} region={asked?.region ?? ""} />
          <StatusIndicator type="in-progress">{phase.scheduled ? "Scheduled by AWS" : "Running"}</StatusIndicator>
        </div>
      );
    case "waiting":
      return <StatusIndicator type="pending">{waitText(phase)}</StatusIndicator>;
    case "complete":
      return (
        <p className={styles["line"]}>
          <StatusIndicator type="success">Complete in {secondsText(result?.elapsedMs ?? 0)}</StatusIndicator>
          {result?.statistics && (
            <span>
              {recordsText(result.statistics)} · <strong>Scanned {scannedText(result.asked.region, result.statistics.scannedBytes)}</strong>
            </span>
          )}
        </p>
      );
    case "ended":
      return (
        <Alert type={phase.why === "stopped" ? "info" : "warning"} header={ENDED[phase.why]}>
          {phase.message} {asked === result?.asked && "The rows loaded so far remain available."}
          {asked === result?.asked && result?.statistics && ` Scanned ${scannedText(result.asked.region, result.statistics.scannedBytes)}.`}
        </Alert>
      );
    case "syntax-error":
      // The mistake of a text that was changed since may be gone.
      if (asked !== null && writtenText(asked) !== text) return null;
      return (
        <Alert type="error" header={`AWS can’t read this query${placeText(asked, phase.at)}`}>
          AWS answered: “{phase.at === null ? phase.message : withoutPlace(phase.message)}”. Nothing was scanned, so it cost nothing.
        </Alert>
      );
    case "failed":
      return (
        <Alert type="error" header={state.opened ? "The result could not be read" : "The query didn’t run to its end"}>
          {phase.message}
        </Alert>
      );
  }
}

/** The place in the query as it was written. */
function placeText(asked: AskedQuery | null, at: { readonly start: number; readonly end: number } | null): string {
  if (at === null || asked === null) return "";
  const { start } = asked.template === undefined ? at : placeInTemplate(asked.template, at);
  const { line, column } = errorPlace(writtenText(asked), start);
  return ` at line ${line}, column ${column}`;
}

const ENDED: Readonly<Record<Extract<QueryPhase, { kind: "ended" }>["why"], string>> = {
  failed: "AWS ended the query with an error",
  timeout: "AWS ended the query after 60 minutes",
  stopped: "Stopped",
  "time-limit": "The portal stopped the query",
};

interface FactsProps {
  readonly elapsedMs: number;
  readonly statistics: QueryStatistics | null;
  readonly region: string;
}

function Facts({ elapsedMs, statistics, region }: FactsProps) {
  const cost = costOf(region, statistics?.scannedBytes ?? 0);
  const facts = [
    ["Elapsed", secondsText(elapsedMs)],
    ["Records matched", (statistics?.matchedRecords ?? 0).toLocaleString("en")],
    ["Records scanned", (statistics?.scannedRecords ?? 0).toLocaleString("en")],
    ["Scanned", bytesText(statistics?.scannedBytes ?? 0)],
    ["Cost so far", cost === null ? `Price unknown for ${region}` : dollarsText(cost)],
  ] as const;
  return (
    <dl className={styles["facts"]}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function waitText({ why, continuesInMs }: Extract<QueryPhase, { kind: "waiting" }>): string {
  const continues = `, continuing in ${Math.ceil(continuesInMs / 1000)} s`;
  if (why === "aws") return `Throttled by AWS${continues}`;
  return why === "quota" ? `Waiting to stay within the AWS quota${continues}` : `Too many queries run in this AWS account${continues}`;
}

function recordsText({ matchedRecords, scannedRecords }: QueryStatistics): string {
  return `${matchedRecords.toLocaleString("en")} of ${countText(scannedRecords, "record")} matched`;
}

/** Bytes, and what AWS bills for them. */
function scannedText(region: string, bytes: number): string {
  const cost = costOf(region, bytes);
  return `${bytesText(bytes)}, ${cost === null ? `price unknown for ${region}` : dollarsText(cost)}`;
}

export const secondsText = (ms: number) => (ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`);
