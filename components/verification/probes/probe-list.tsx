import Icon, { type IconProps } from "@cloudscape-design/components/icon";
import type { ProbeView } from "#lib/verification/shared/run-view.ts";
import styles from "./probe-list.module.css";
import { OMITTED, type ProbeTone, probeWords } from "./probe-words.ts";

const ICONS: Readonly<Record<ProbeTone, readonly [IconProps.Name, IconProps.Variant]>> = {
  good: ["status-positive", "success"],
  bad: ["status-negative", "error"],
  unsure: ["status-warning", "warning"],
  inProgress: ["status-in-progress", "subtle"],
  later: ["status-pending", "disabled"],
};

/** The probes of a run, one row each. All rows are rendered from the start, so the layout does not shift as results arrive. */
export function ProbeList({ probes, over }: { readonly probes: readonly ProbeView[]; readonly over: boolean }) {
  return (
    <div className={styles["table"]}>
      <div className={`${styles["row"]} ${styles["head"]}`} aria-hidden="true">
        <span />
        <span>Probe</span>
        <span>External ID sent</span>
        <span>Expected</span>
        <span>Actual</span>
        <span>AWS request ID</span>
        <span className={styles["took"]}>Latency</span>
      </div>
      <ul aria-label="Probes" className={styles["list"]}>
        {probes.map((probe) => (
          <ProbeRow key={probe.n} probe={probe} all={probes} over={over} />
        ))}
      </ul>
    </div>
  );
}

interface RowProps {
  readonly probe: ProbeView;
  readonly all: readonly ProbeView[];
  readonly over: boolean;
}

function ProbeRow({ probe, all, over }: RowProps) {
  const { sent, expected, got, tone } = probeWords(probe, all, over);
  const [name, variant] = ICONS[tone];
  return (
    <li className={`${styles["row"]} ${styles[tone]}`} data-probe={probe.name}>
      <Icon name={name} variant={variant} />
      <span className={styles["label"]}>{probe.label}</span>
      <span className={styles["sent"]}>
        <span className="visually-hidden">, sent: </span>
        <span className={sent === OMITTED ? "" : "mono"}>{sent}</span>
      </span>
      <span className={styles["expected"]}>
        <span className="visually-hidden">, </span>
        <span className={styles["name"]}>Expected: </span>
        {expected}
      </span>
      <span className={styles["got"]}>
        <span className="visually-hidden">, Actual: </span>
        {got}
        {tone === "unsure" && probe.code !== "" && <span className={styles["code"]}> {probe.code}</span>}
      </span>
      <span className={`mono ${styles["request"]}`}>
        {probe.requestId !== "" && <span className="visually-hidden">, AWS request ID </span>}
        {probe.requestId}
      </span>
      <span className={styles["took"]}>
        {probe.ms !== null && <span className="visually-hidden">, latency </span>}
        {probe.ms === null ? "" : `${Math.round(probe.ms)} ms`}
      </span>
    </li>
  );
}
