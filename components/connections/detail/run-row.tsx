import Icon, { type IconProps } from "@cloudscape-design/components/icon";
import type { ReactNode } from "react";
import { utcMoment } from "#kernel/utc-time.ts";
import type { RunView } from "#lib/verification/shared/run-view.ts";
import styles from "./overview.module.css";
import { type RunKind, runKind, runLine, runWord } from "./run-words.ts";

const ICONS: Readonly<Record<RunKind, readonly [IconProps.Name, IconProps.Variant]>> = {
  secure: ["status-positive", "success"],
  open: ["status-negative", "error"],
  refused: ["status-negative", "error"],
  silent: ["status-stopped", "subtle"],
  goingOn: ["status-in-progress", "subtle"],
};

/** A past run in two lines: what it found, and why it was made. */
export function RunRow({ run, children }: { readonly run: RunView; readonly children?: ReactNode }) {
  const [name, variant] = ICONS[runKind(run)];
  return (
    <div className={styles["run"]}>
      <Icon name={name} variant={variant} />
      <div>
        <strong>{runWord(run)}</strong>
        <div className={styles["under"]}>{run.words !== null && runKind(run) !== "secure" ? run.words.title : runLine(run)}</div>
      </div>
      <span className={styles["when"]}>
        {utcMoment(run.startedAt, "short")}
        {children}
      </span>
    </div>
  );
}
