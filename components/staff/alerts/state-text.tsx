import { ageOf, timeLeft } from "#kernel/time/times-and-ages.ts";
import type { AlertState } from "#lib/staff/shared/alert-view.ts";
import styles from "./alerts.module.css";

const A_MINUTE_MS = 60_000;

/** The state of an alert, with who is responsible or when it changes below it. */
export function StateText({ state, now }: { readonly state: AlertState; readonly now: number }) {
  const [word, more] = partsOf(state, now);
  return (
    <>
      {word}
      {more === "" ? null : <span className={styles["place"]}>{more}</span>}
    </>
  );
}

function partsOf(state: AlertState, now: number): readonly [string, string] {
  switch (state.kind) {
    case "open":
      return ["Open", ""];
    case "acknowledged":
      return ["Acknowledged", state.by];
    case "snoozed":
      // The page can be a moment older than the snooze, and a part of an hour would count as one more.
      return ["Snoozed", `ends ${timeLeft(now, state.until - A_MINUTE_MS)}`];
    case "resolved":
      return ["Resolved", `${ageOf(now, state.at)}${state.by === null ? "" : ` by ${state.by}`}`];
  }
}
