import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { CompareList } from "#components/verification/compare-list.tsx";
import styles from "./overview.module.css";

/** What one does about a role that no longer opens. AWS doesn't say why, so neither do we. */
export function RefusedPanel({
  partnerAccountIds,
  externalId,
}: {
  readonly partnerAccountIds: readonly string[];
  readonly externalId: string;
}) {
  return (
    <Container header={<Header variant="h2">Three things to do</Header>}>
      <ol className={styles["things"]}>
        <li>
          <strong>See whether the role is still there</strong>
          <p>In CloudFormation and in IAM. If you deleted it on purpose, remove this connection: nothing is left to read.</p>
        </li>
        <li>
          <strong>Compare its trust policy</strong>
          <p>
            It must name this External ID: <span className="mono">{externalId}</span>
          </p>
          <CompareList partnerAccountIds={partnerAccountIds} />
        </li>
        <li>
          <strong>Verify now</strong>
          <p>A secure result makes it Connected again at once.</p>
        </li>
      </ol>
    </Container>
  );
}
