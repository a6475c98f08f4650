import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { CompareList } from "#components/verification/progress/waiting-panel.tsx";
import styles from "./overview.module.css";

/** What to check when AWS denies access to a role. AWS does not give the reason. */
export function AccessDeniedPanel({
  partnerAccountIds,
  externalId,
  mayAct,
}: {
  readonly partnerAccountIds: readonly string[];
  readonly externalId: string;
  readonly mayAct: boolean;
}) {
  return (
    <Container header={<Header variant="h2">What to check</Header>}>
      <ol className={styles["things"]}>
        <li>
          <strong>Check that the role exists</strong>
          <p>Look in CloudFormation and in IAM. If you deleted the role on purpose, remove this connection.</p>
        </li>
        <li>
          <strong>Check its trust policy</strong>
          <p>
            It must contain this External ID: <span className="mono">{externalId}</span>
          </p>
          <CompareList partnerAccountIds={partnerAccountIds} />
        </li>
        <li>
          <strong>{mayAct ? "Choose Verify now" : "Ask an owner to choose Verify now"}</strong>{" "}
          <p>A successful verification reconnects the role immediately.</p>
        </li>
      </ol>
    </Container>
  );
}
