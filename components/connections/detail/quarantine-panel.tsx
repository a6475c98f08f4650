import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import { Fragment, lazy, Suspense, useState } from "react";
import { CodeBlock } from "#components/code/code-block.tsx";
import { PolicyView } from "#components/code/policy-view.tsx";
import roleStyles from "#components/connections/connect/create-role/create-role.module.css";
import { whoChangedIt, whoUsedTheGap } from "#components/session-history/gap-queries.ts";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { allowedWrongProbes } from "#components/verification/probes/probe-words.ts";
import { isPreviousIdOnly, weaknessOfProbes } from "#components/verification/probes/weakness-of-probes.ts";
import { utcMoment } from "#kernel/time/times-and-ages.ts";
import type { ConnectionDetail } from "#lib/connections/shared/connection-view.ts";
import type { ExpectedTrust } from "#lib/verification/shared/examine-trust-policy.ts";
import type { RunView } from "#lib/verification/shared/run-view.ts";
import styles from "./overview.module.css";

interface QuarantineProps {
  readonly detail: ConnectionDetail;
  /** The newest run in which AWS allowed a wrong call. */
  readonly found: RunView;
  readonly onReports: () => void;
}

/** What the owner of a quarantined connection must do, step by step, with the evidence beside them. */
export function QuarantinePanel({ detail, found, onReports }: QuarantineProps) {
  return (
    <div className={styles["columns"]}>
      <RequiredActions detail={detail} found={found} />
      <div className={styles["column"]}>
        <Evidence found={found} onReports={onReports} />
        <When detail={detail} found={found} />
      </div>
    </div>
  );
}

const RESTORE_CONDITION =
  "Paste the corrected policy in IAM. A stack update doesn’t help: CloudFormation doesn’t detect manual changes to the role. The External ID doesn’t change.";
const REMOVE_PREVIOUS_ID =
  "Paste the corrected policy in IAM. It accepts only the new External ID. If a stack created the role, you can update the stack with the new External ID instead.";

function RequiredActions({ detail, found }: Pick<QuarantineProps, "detail" | "found">) {
  const { trustPolicy, externalId, runs, connection } = detail;
  const secure = lastSecure(runs, found);
  const gap = { since: secure?.startedAt ?? null, region: found.stsRegion, roleId: detail.roleId, externalId };
  const changed = whoChangedIt(gap);
  const previousId = isPreviousIdOnly(found.probes);
  const searchEvents = `Search the CloudTrail events of ${connection.accountId === null ? "your account" : `account ${connection.accountId}`}`;
  return (
    <Container header={<Header variant="h2">Required actions</Header>}>
      <ol className={styles["things"]}>
        <li>
          <strong>{previousId ? "Remove the previous External ID" : "Fix the trust policy"}</strong>
          <p>{previousId ? REMOVE_PREVIOUS_ID : RESTORE_CONDITION}</p>
          <CopyButton text={trustPolicy} name="Copy corrected policy" variant="primary">
            Copy corrected policy
          </CopyButton>
          <div className={styles["policy"]}>
            <PolicyView policy={trustPolicy} label="Corrected trust policy" marks="conditions" />
          </div>
          <DoctorSection expected={detail.expectedTrust} />
        </li>
        {/* A role that still accepts the previous External ID was not changed. */}
        {!previousId && (
          <li>
            <strong>Find out who changed the trust policy</strong>
            <p>{searchEvents} for changes to trust policies.</p>
            <CodeBlock
              text={changed.text}
              title={changed.tool}
              label="Command: who changed the trust policy"
              copy="Copy command: who changed the trust policy"
            />
          </li>
        )}
        <li>
          <strong>Check whether anyone assumed the role without your External ID</strong>
          <p>
            {searchEvents} for AssumeRole calls on this role without your External ID. You should find only the portal’s own probes: at the
            times of the verifications under Verification reports, with session names that begin with sp-.
          </p>
          {whoUsedTheGap(gap).map(({ tool, description, text }) => (
            <Fragment key={tool}>
              <p className={styles["tool"]}>{description}</p>
              <CodeBlock
                text={text}
                title={tool}
                label={`Query: who assumed the role, ${tool}`}
                copy={`Copy query: who assumed the role, ${tool}`}
              />
            </Fragment>
          ))}
        </li>
      </ol>
    </Container>
  );
}

function Evidence({ found, onReports }: Pick<QuarantineProps, "found" | "onReports">) {
  const [first, ...others] = allowedWrongProbes(found.probes);
  return (
    <Container header={<Header variant="h2">Evidence</Header>}>
      <dl className={styles["evidence"]}>
        <dt>Probe</dt>
        <dd>
          <strong className={styles["bad"]}>{first?.label ?? "A wrong External ID"}: Allowed</strong>, expected Denied.{" "}
          {others.length > 0 && ` ${others.length} more ${others.length === 1 ? "probe was" : "probes were"} allowed.`}
        </dd>
        <dt>AWS request ID</dt>
        <dd className="mono">{first?.requestId ?? "Unknown"}</dd>
        <dt>In your CloudTrail</dt>
        <dd>
          AssumeRole{found.sessionName !== null && <span className="mono"> {found.sessionName}</span>}. The session had no permissions and
          was not used.
        </dd>
        <dt>Likely cause</dt>
        <dd>{weaknessOfProbes(found.probes).cause}</dd>
        <dt className="visually-hidden">More</dt>
        <dd>
          <Link variant="primary" fontSize="inherit" onFollow={onReports}>
            View verification report
          </Link>
        </dd>
      </dl>
    </Container>
  );
}

const AN_HOUR_MS = 3_600_000;

function When({ detail, found }: Pick<QuarantineProps, "detail" | "found">) {
  const secure = lastSecure(detail.runs, found);
  const at = detail.quarantinedAt ?? found.finishedAt ?? found.startedAt;
  return (
    <Container header={<Header variant="h2">Timeline</Header>}>
      <dl className={styles["evidence"]}>
        <dt>Last secure verification</dt>
        <dd>{secure === undefined ? "Not in the verifications shown" : utcMoment(secure.startedAt)}</dd>
        <dt>Quarantined (log access stopped, owners notified)</dt>
        <dd>{utcMoment(at)}</dd>
        <dt>The portal’s last open session ends by</dt>
        <dd>{utcMoment(at + AN_HOUR_MS, "short")}</dd>
      </dl>
    </Container>
  );
}

function lastSecure(runs: readonly RunView[], found: RunView): RunView | undefined {
  return runs.find(({ verdict, startedAt }) => verdict === "secure" && startedAt < found.startedAt);
}

const DoctorPanel = lazy(() =>
  import("#components/verification/trust-policy/doctor-panel.tsx").then((found) => ({ default: found.DoctorPanel })),
);

/** The trust-policy doctor, collapsed. Its code is loaded when it is expanded. */
function DoctorSection({ expected }: { readonly expected: ExpectedTrust }) {
  const [asked, setAsked] = useState(false);
  return (
    <div className={roleStyles["doctor"]}>
      <ExpandableSection headerText="Check your trust policy" expanded={asked} onChange={({ detail }) => setAsked(detail.expanded)}>
        {asked && (
          <Suspense fallback={<p>Loading…</p>}>
            <DoctorPanel {...expected} />
          </Suspense>
        )}
      </ExpandableSection>
    </div>
  );
}
