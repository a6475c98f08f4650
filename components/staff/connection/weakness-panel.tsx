"use client";

import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { PolicyView } from "#components/code/policy-view.tsx";
import { Panel } from "#components/staff/overview/panel.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { utcMoment } from "#kernel/time/times-and-ages.ts";
import type { ConnectionPageView } from "#lib/staff/shared/connection-page-view.ts";
import styles from "./connection.module.css";

/** The texts about a weakness, in the words that the customer reads. */
export interface WeaknessTexts {
  /** Continues "The role ". */
  readonly title: string;
  readonly cause: string;
  readonly fix: string;
}

/**
 * Why a connection is quarantined, and the corrected policy as the customer sees it, with a placeholder for the External ID, which staff can't
 * read. The portal can't read the current policy, so the cause is the usual one.
 */
export function WeaknessPanel(props: {
  readonly weakness: NonNullable<ConnectionPageView["weakness"]>;
  readonly texts: WeaknessTexts;
  readonly policy: string;
}) {
  const { weakness, texts, policy } = props;
  return (
    <Panel
      title={`Weakness: the role ${texts.title}`}
      aside={weakness.foundAt === null ? undefined : `found ${utcMoment(weakness.foundAt, "short")}`}
    >
      <div className={styles["two"]}>
        <div>
          <h3>Current</h3>
          <p>The portal can’t read the trust policy. {whatIsKnown(weakness)}</p>
          {weakness.allowed.length === 0 ? null : (
            <ul className={styles["allowed"]} aria-label="Probes that AWS allowed">
              {weakness.allowed.map((label) => (
                <li key={label}>
                  {label}: <StatusIndicator type="error">Allowed</StatusIndicator>, expected Denied
                </li>
              ))}
            </ul>
          )}
          <p>
            To find the line that causes this, ask an owner to paste the policy under “Check your trust policy” on their connection page.
          </p>
          <p>
            <b>Usual cause.</b> {texts.cause}
          </p>
          <p>
            <b>Fix.</b> {texts.fix}
          </p>
        </div>
        <div>
          <div className={styles["copy"]}>
            <h3>Corrected</h3>
            <CopyButton text={policy} name="Copy corrected policy">
              Copy corrected policy
            </CopyButton>
          </div>
          <PolicyView policy={policy} label="Corrected trust policy" marks="conditions" />
          <p className={styles["detail"]}>
            The marked lines are what the policy must have. The customer’s page has the same policy with the External ID filled in; staff
            can’t read External IDs.
          </p>
        </div>
      </div>
    </Panel>
  );
}

function whatIsKnown({ allowed, runId }: NonNullable<ConnectionPageView["weakness"]>): string {
  if (allowed.length > 0) return "It knows only which calls AWS allowed:";
  // The process of the verification ended before its verdict was stored, perhaps with some of its answers.
  if (runId === null)
    return "The verification that found the weakness did not finish. If AWS’s answers are stored, “Last verification” has them.";
  return "The answers of AWS are no longer kept.";
}
