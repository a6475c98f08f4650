import { ageOf, utcTime } from "#kernel/time/times-and-ages.ts";
import { filteredAddress } from "#lib/lists/shared/list-query.ts";
import { CONNECTION_LIST } from "#lib/staff/shared/list-view.ts";
import type { FiguresView, HealthView } from "#lib/staff/shared/overview-view.ts";
import { NumberLink } from "./number-link.tsx";
import styles from "./overview.module.css";
import { numberText, PartFailed } from "./panel.tsx";

const connections = (status: string) => filteredAddress(CONNECTION_LIST, { status: [status] });

/** The figures of the overview. Each one that is not 0 opens the list of its connections. */
export function Figures({
  figures,
  health,
  now,
}: {
  readonly figures: FiguresView | null | "failed";
  readonly health: HealthView | "failed";
  readonly now: number;
}) {
  if (figures === "failed")
    return (
      <div className={styles["strip"]}>
        <PartFailed />
      </div>
    );
  const since = figures?.quarantinedSinceYesterday ?? null;
  return (
    <div className={styles["strip"]}>
      <Figure
        label="Connected"
        value={figures?.connected ?? null}
        href={connections("connected")}
        aside={
          figures === null
            ? "No counts yet"
            : `of ${numberText(figures.connections)} connections, ${numberText(figures.customers)} customers`
        }
      />
      <Figure
        label="Quarantined"
        value={figures?.quarantined ?? null}
        href={connections("quarantined")}
        tone={(figures?.quarantined ?? 0) > 0 ? "bad" : "plain"}
        aside={since === null || since === 0 ? "" : `${since > 0 ? "+" : "−"}${numberText(Math.abs(since))} since yesterday`}
      />
      <Figure label="Access denied" value={figures?.accessDenied ?? null} href={connections("access_denied")} />
      <Figure label="Verification expired" value={figures?.expired ?? null} href={connections("expired")} />
      <Figure label="Draft" value={figures?.draft ?? null} href={connections("draft")} />
      <Canary health={health} now={now} />
    </div>
  );
}

interface FigureProps {
  readonly label: string;
  readonly value: number | null;
  readonly href: string;
  readonly tone?: "plain" | "bad";
  readonly aside?: string;
}

function Figure({ label, value, href, tone = "plain", aside = "" }: FigureProps) {
  return (
    <div className={styles["figure"]}>
      <span className={styles["quiet"]}>{label}</span>
      <span className={`${styles["value"]} ${styles[tone]}`}>
        {value === null || value === 0 ? (
          numberText(value)
        ) : (
          <NumberLink href={href} label={`${label}: ${numberText(value)}`}>
            {numberText(value)}
          </NumberLink>
        )}
      </span>
      <span className={styles["quiet"]}>{aside}</span>
    </div>
  );
}

const CANARY = {
  ok: { word: "Passed", tone: "good" },
  failed: { word: "Failed", tone: "bad" },
  "not-configured": { word: "Off", tone: "warn" },
} as const;

function Canary({ health, now }: { readonly health: HealthView | "failed"; readonly now: number }) {
  const canary = health === "failed" ? null : health.canary;
  const shown = canary === null ? null : CANARY[canary.result];
  return (
    <div className={styles["figure"]}>
      <span className={styles["quiet"]}>Canary check</span>
      <span className={`${styles["value"]} ${styles[shown?.tone ?? "plain"]}`}>{shown?.word ?? "–"}</span>
      <span className={styles["quiet"]}>
        {canary === null
          ? "No verification yet"
          : canary.result === "not-configured"
            ? "No canary account configured"
            : ageOf(now, canary.at)}
      </span>
    </div>
  );
}

/** Says that the figures are late, and since when. */
export function LateFigures({ figures, now }: { readonly figures: OverviewFigures; readonly now: number }) {
  if (figures === null || figures === "failed" || !figures.isLate) return null;
  return (
    <div role="status" className={styles["late"]}>
      <b>Figures are {Math.floor((now - figures.countedAt) / 60_000)} minutes old</b>
      <span>
        The worker last counted at {utcTime(figures.countedAt, "short")}. Lists are current; figures and charts are not. Check that a worker
        is running.
      </span>
    </div>
  );
}
type OverviewFigures = FiguresView | null | "failed";
