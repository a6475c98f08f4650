import { waitingText } from "#kernel/time/times-and-ages.ts";
import type { NextStep } from "#lib/staff/shared/list-view.ts";
import styles from "./lists.module.css";

/** Whose move it is, what to do, and how long it has been waiting: "Customer · Fix trust policy", "waiting 3 d". */
export function NextStepCell({ step, now }: { readonly step: NextStep | null; readonly now: number }) {
  if (step === null) return "–";
  return (
    <>
      <b>{step.owner}</b> · {step.what}
      {step.since === null ? null : <span className={styles["waiting"]}>{waitingText(now, step.since)}</span>}
    </>
  );
}
