import { OMITTED, probeWords } from "#components/verification/probes/probe-words.ts";
import type { ReportView } from "#lib/connections/shared/report-view.ts";
import styles from "./report.module.css";

/** Each probe with its purpose, what it sent, the expected and actual result, and its AWS request ID. */
export function ReportProbes({ report }: { readonly report: ReportView }) {
  const { run, probes } = report;
  const answered = new Map((probes ?? []).map(({ n, at }) => [n, at]));
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

const PURPOSES: Readonly<Record<string, string>> = {
  right: "The External ID of this connection. AWS must allow it.",
  "right-again": "The same call again, sent last. If AWS allows it again, the denials in between are real.",
  none: "No External ID. Allowed if the trust policy has no condition, or a condition that applies only when an External ID is sent.",
  random:
    "A new External ID in the portal’s format that belongs to no connection. Allowed if the trust policy accepts any External ID, or any that starts like the portal’s.",
  doubled: "The correct External ID twice, joined by a period. Allowed if the trust policy has a wildcard before or after it.",
  upper: "The correct External ID in uppercase. Allowed if the trust policy ignores case.",
  "near-miss": "The correct External ID with a different last character. Allowed if the trust policy compares only the beginning.",
  retired: "A retired External ID of this customer. Allowed if the trust policy still lists it.",
  retiring: "The External ID before the last rotation. The role can accept it until one week after the switch.",
  "outside-principal": "The correct External ID, sent from another AWS account. Allowed if the trust policy trusts every account.",
  "second-principal":
    "No External ID, sent from another role of the partner. Allowed if the trust policy trusts a role without the condition.",
};

/** Explains a probe, and the weakness that only this probe detects, to a reader who does not know probes. */
function probePurpose(name: string): string {
  return PURPOSES[name.replace(/-[1-6]$/, "")] ?? "";
}
