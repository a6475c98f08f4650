import { OMITTED, probeWords } from "#components/verification/probe-words.ts";
import type { ReportView } from "#lib/connections/shared/report-view.ts";
import { probePurpose } from "./probe-purpose.ts";
import styles from "./report.module.css";

/** Every probe with what it is for, what it sent, what must and did happen, and the numbers by which AWS knows it. */
export function ReportProbes({ receipt }: { readonly receipt: ReportView }) {
  const { run, evidence } = receipt;
  const answered = new Map(evidence.probes.map(({ n, at }) => [n, at]));
  return (
    <table className={styles["probes"]} aria-label="Probes">
      <thead>
        <tr>
          <th scope="col">Probe</th>
          <th scope="col">External ID sent</th>
          <th scope="col">Expected</th>
          <th scope="col">Actual</th>
          <th scope="col">AWS request ID, time in UTC</th>
        </tr>
      </thead>
      <tbody>
        {run.probes.map((probe) => {
          const { sent, expected, got, tone } = probeWords(probe, run.probes, run.finishedAt !== null);
          const at = answered.get(probe.n);
          return (
            <tr key={probe.n}>
              <th scope="row">
                {probe.label}
                <span className={styles["purpose"]}>{probePurpose(probe.name)}</span>
              </th>
              <td data-label="Sent" className={sent === OMITTED ? "" : "mono"}>
                {sent}
              </td>
              <td data-label="Expected">{expected}</td>
              <td data-label="Actual" className={styles[tone]}>
                {got}
                {probe.code !== "" && <span className={styles["code"]}>{probe.code}</span>}
              </td>
              <td data-label="Request ID">
                <span className="mono">{probe.requestId || "None"}</span>
                {at !== undefined && <span className={styles["when"]}>{at.slice(11, 23)}</span>}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
