"use client";

import { FollowLink } from "#components/frame/follow-link.tsx";
import { Panel } from "#components/staff/overview/panel.tsx";
import { RUN_VERDICTS } from "#components/staff/runs/run-verdicts.ts";
import { utcDay, utcMoment } from "#kernel/time/times-and-ages.ts";
import { type ConnectionPageView, MOST_COUNTED } from "#lib/staff/shared/connection-page-view.ts";
import styles from "./connection.module.css";

type Bar = ConnectionPageView["history"][number];

const SORTS = ["Connected", "Rotated", "Inconclusive", "Access denied", "Not secure"] as const;
type Sort = (typeof SORTS)[number];

/** Connected bars are plain green; one in which the External ID was replaced has a color of its own. */
function sortOf({ verdict, reason }: Bar): Sort {
  if (verdict === "secure") return reason === "rotation" ? "Rotated" : "Connected";
  return verdict === "not-secure" ? "Not secure" : verdict === "access-denied" ? "Access denied" : "Inconclusive";
}

const CLASSES: Readonly<Record<Sort, string>> = {
  Connected: "",
  Rotated: "rotated",
  Inconclusive: "unclear",
  "Access denied": "bad",
  "Not secure": "bad",
};
const COLORS: Readonly<Record<Sort, string>> = {
  Connected: "var(--sp-bar-good)",
  Rotated: "var(--sp-info)",
  Inconclusive: "var(--sp-bar-idle)",
  "Access denied": "var(--sp-bad)",
  "Not secure": "var(--sp-bad)",
};

/** The newest verifications, one bar each. The legend says in text what the bars show. */
export function VerificationHistory({ view }: { readonly view: ConnectionPageView }) {
  const { history, verifications, connection } = view;
  const [first, last] = [history[0], history.at(-1)];
  const total = verifications >= MOST_COUNTED ? `${MOST_COUNTED.toLocaleString("en")}+` : verifications.toLocaleString("en");
  const filter = new URLSearchParams({ customer: connection.customerId, connection: connection.id });
  return (
    <Panel
      title="Verification history"
      aside={
        verifications === 0 ? undefined : (
          <FollowLink href={`/admin/runs?${filter}`}>{verifications === 1 ? "1 verification" : `All ${total} verifications`}</FollowLink>
        )
      }
    >
      {first === undefined || last === undefined ? (
        <p className={styles["detail"]}>No verifications yet.</p>
      ) : (
        <>
          <ol className={styles["bars"]} aria-hidden="true">
            {history.map((bar) => (
              <li
                key={bar.id}
                className={styles[CLASSES[sortOf(bar)]] ?? ""}
                title={`${RUN_VERDICTS[bar.verdict].word}, ${utcMoment(bar.at)}`}
              />
            ))}
          </ol>
          <div className={styles["legend"]}>
            <span>{utcDay(first.at)}</span>
            {SORTS.map((sort) => ({ sort, count: history.filter((bar) => sortOf(bar) === sort).length }))
              .filter(({ count }) => count > 0)
              .map(({ sort, count }) => (
                <span key={sort}>
                  <span className={styles["mark"]} style={{ background: COLORS[sort] }} />
                  {sort} <b>{count}</b>
                </span>
              ))}
            <span>{utcMoment(last.at, "short")}</span>
          </div>
        </>
      )}
    </Panel>
  );
}
