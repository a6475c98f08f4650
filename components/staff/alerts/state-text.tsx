import { ageOf, timeLeft } from "#kernel/time/times-and-ages.ts";
import { ALERT_STATE_WORDS, type AlertState } from "#lib/staff/shared/alert-view.ts";
import styles from "./alerts.module.css";

const A_MINUTE_MS = 60_000;

/** The state of an alert, with who is responsible or when it changes below it. */
export function StateText({ state, now }: { readonly state: AlertState; readonly now: number }) {
  const more = moreOf(state, now);
  return (
    <>
      {ALERT_STATE_WORDS[state.kind]}
      {more === "" ? null : <span className={styles["place"]}>{more}</span>}
    </>
  );
}

function moreOf(state: AlertState, now: number): string {
  switch (state.kind) {
    case "open":
      return "";
    case "acknowledged":
      return state.by;
    case "snoozed":
      // The page can be a moment older than the snooze, and a part of an hour would count as one more.
      return `ends ${timeLeft(now, state.until - A_MINUTE_MS)}`;
    case "resolved":
      return `${ageOf(now, state.at)}${state.by === null ? "" : ` by ${state.by}`}`;
  }
}
