import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import { CopyButton } from "#components/messages/copy-button.tsx";
import { utcMoment } from "#lib/kernel/utc-time.ts";
import { holeOfProbes, isFormerIdAlone } from "#components/verification/hole-of-probes.ts";
import { PolicyView } from "#components/verification/policy-view.tsx";
import { intruders } from "#components/verification/probe-words.ts";
import type { ConnectionDetail } from "#lib/connections/connection-view.ts";
import type { RunView } from "#lib/verification/run-view.ts";
import { AskDoctor } from "./ask-doctor.tsx";
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
  const from = secure === undefined ? "" : ` from ${utcMoment(secure.startedAt, "short")}`;
  const formerId = isFormerIdAlone(found.probes);
  const account = connection.accountId === null ? "your account" : `account ${connection.accountId}`;
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
          <p>
            In CloudTrail of {account},{from} to {utcMoment(found.startedAt, "short")}:
          </p>
          <Filter text="eventName = UpdateAssumeRolePolicy" name="Copy the filter for who changed it" />
        </li>
        <li>
          <strong>See whether anyone used the gap</strong>
          <p>
            Any AssumeRole on this role without your External ID used it. Our own probes of {utcMoment(found.startedAt)} are the only ones
            you should find.
          </p>
          <Filter
            text={`eventName = AssumeRole AND requestParameters.externalId != ${externalId}`}
            name="Copy the filter for who used the gap"
          />
        </li>
      </ol>
    </Container>
  );
}

function Filter({ text, name }: { readonly text: string; readonly name: string }) {
  return (
    <div className={styles["filter"]}>
      <span className="mono">{text}</span>
      <CopyButton text={text} name={name} />
    </div>
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
          <Link onFollow={onReceipts}>Full receipt</Link>
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
