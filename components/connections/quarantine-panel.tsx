import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import { Fragment } from "react";
import { CopyButton } from "#components/messages/copy-button.tsx";
import { whoChangedIt, whoUsedTheGap } from "#components/trail/gap-queries.ts";
import { holeOfProbes, isFormerIdAlone } from "#components/verification/hole-of-probes.ts";
import { PolicyView } from "#components/verification/policy-view.tsx";
import { intruders } from "#components/verification/probe-words.ts";
import type { ConnectionDetail } from "#lib/connections/connection-view.ts";
import { utcMoment } from "#lib/kernel/utc-time.ts";
import type { RunView } from "#lib/verification/run-view.ts";
import { AskDoctor } from "./ask-doctor.tsx";
import { CodePlate } from "./code-plate.tsx";
import styles from "./overview.module.css";

interface QuarantineProps {
  readonly detail: ConnectionDetail;
  /** The newest run that got in. */
  readonly found: RunView;
  readonly onReceipts: () => void;
}

/** Stop the bleeding, calmly: three things to do, with the evidence beside them. */
export function QuarantinePanel({ detail, found, onReceipts }: QuarantineProps) {
  return (
    <div className={styles["columns"]}>
      <ThreeThings detail={detail} found={found} />
      <div className={styles["column"]}>
        <Evidence found={found} onReceipts={onReceipts} />
        <When detail={detail} found={found} />
      </div>
    </div>
  );
}

const CONDITION_BACK =
  "Paste the mended policy in IAM. Updating the stack won’t help: CloudFormation doesn’t see changes made by hand. The External ID stays.";
const FORMER_OUT =
  "Paste the mended policy in IAM: it takes the new External ID alone. Or update the stack with it, if the stack made the policy.";

function ThreeThings({ detail, found }: Pick<QuarantineProps, "detail" | "found">) {
  const { trustPolicy, externalId, runs, connection } = detail;
  const secure = lastSecure(runs, found);
  const gap = { since: secure?.startedAt ?? null, region: found.stsRegion, roleId: detail.roleId, externalId };
  const changed = whoChangedIt(gap);
  const formerId = isFormerIdAlone(found.probes);
  const inTrail = `In CloudTrail of ${connection.accountId === null ? "your account" : `account ${connection.accountId}`}`;
  return (
    <Container header={<Header variant="h2">Three things to do</Header>}>
      <ol className={styles["things"]}>
        <li>
          <strong>{formerId ? "Take the former ID out" : "Put the condition back"}</strong>
          <p>{formerId ? FORMER_OUT : CONDITION_BACK}</p>
          <CopyButton text={trustPolicy} name="Copy mended policy" variant="primary">
            Copy mended policy
          </CopyButton>
          <div className={styles["policy"]}>
            <PolicyView policy={trustPolicy} label="Mended trust policy" marks="conditions" />
          </div>
          <AskDoctor wanted={detail.wantedTrust} />
        </li>
        <li>
          <strong>Find out who changed it</strong>
          <p>{inTrail}: who wrote a trust policy, and of which role.</p>
          <CodePlate
            text={changed.text}
            title={changed.tool}
            label="Command for who changed it"
            copy="Copy the command for who changed it"
          />
        </li>
        <li>
          <strong>See whether anyone used the gap</strong>
          <p>
            {inTrail}: any AssumeRole on this role without your External ID used it. Our own probes of {utcMoment(found.startedAt)} are the
            only ones you should find.
          </p>
          {whoUsedTheGap(gap).map(({ tool, say, text }) => (
            <Fragment key={tool}>
              <p className={styles["tool"]}>{say}</p>
              <CodePlate
                text={text}
                title={tool}
                label={`Query for who used the gap, ${tool}`}
                copy={`Copy the query for who used the gap, ${tool}`}
              />
            </Fragment>
          ))}
        </li>
      </ol>
    </Container>
  );
}

function Evidence({ found, onReceipts }: Pick<QuarantineProps, "found" | "onReceipts">) {
  const [first, ...others] = intruders(found.probes);
  return (
    <Container header={<Header variant="h2">Evidence</Header>}>
      <dl className={styles["evidence"]}>
        <dt>Probe</dt>
        <dd>
          <strong className={styles["bad"]}>{first?.label ?? "A wrong ID"}: opened</strong>, must be refused.
          {others.length > 0 && ` ${others.length} more got in.`}
        </dd>
        <dt>AWS request ID</dt>
        <dd className="mono">{first?.requestId ?? "Not known"}</dd>
        <dt>In your CloudTrail</dt>
        <dd>
          AssumeRole{found.sessionName !== null && <span className="mono"> {found.sessionName}</span>}. The session had no rights and was
          dropped unused.
        </dd>
        <dt>The hole</dt>
        <dd>{holeOfProbes(found.probes).cause}</dd>
        <dt className="unseen">More</dt>
        <dd>
          <Link variant="primary" fontSize="inherit" onFollow={onReceipts}>
            Full receipt
          </Link>
        </dd>
      </dl>
    </Container>
  );
}

const AN_HOUR_MS = 3_600_000;

function When({ detail, found }: Pick<QuarantineProps, "detail" | "found">) {
  const secure = lastSecure(detail.runs, found);
  const at = found.finishedAt ?? found.startedAt;
  return (
    <Container header={<Header variant="h2">When</Header>}>
      <dl className={styles["evidence"]}>
        <dt>Last secure</dt>
        <dd>{secure === undefined ? "Not among the checks shown" : utcMoment(secure.startedAt)}</dd>
        <dt>Found open, reads stopped, owners mailed</dt>
        <dd>{utcMoment(at)}</dd>
        <dt>Our last open session ends at the latest</dt>
        <dd>{utcMoment(at + AN_HOUR_MS, "short")}</dd>
      </dl>
    </Container>
  );
}

function lastSecure(runs: readonly RunView[], found: RunView): RunView | undefined {
  return runs.find(({ verdict, startedAt }) => verdict === "secure" && startedAt < found.startedAt);
}
