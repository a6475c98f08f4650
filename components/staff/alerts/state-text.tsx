import { ageOf, timeLeft } from "#kernel/time/times-and-ages.ts";
import type { AlertState } from "#lib/staff/shared/alert-view.ts";
import styles from "./alerts.module.css";

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
      return ["Snoozed", `ends ${timeLeft(now, state.until)}`];
    case "resolved":
      return ["Resolved", `${ageOf(now, state.at)}${state.by === null ? "" : ` by ${state.by}`}`];
  }
}
