import Container from "@cloudscape-design/components/container";
import type { ReactNode } from "react";
import { Gates } from "#components/gates/gates.tsx";
import styles from "./list.module.css";

/** What a customer sees before the first connection. `action` is the button, or what a member is told instead of it. */
export function EmptyConnections({ action }: { readonly action: ReactNode }) {
  return (
    <Container>
      <div className={styles["empty"]}>
        <Gates state="unknown" tone="plain" height={68} />
        <h2>No AWS account connected yet</h2>
        <p>
          Create one read-only role from a template and enter its ARN. The portal then verifies that the role can be assumed only with your
          External ID. This takes about three minutes.
        </p>
        {action}
      </div>
      <dl className={styles["promises"]}>
        <div>
          <dt>You create the role</dt>
          <dd>
            In your AWS account, with CloudFormation, Terraform, the AWS CLI, or the console, and with an External ID from the portal.
          </dd>
        </div>
        <div>
          <dt>The portal verifies it</dt>
          <dd>AWS must allow calls with your External ID and deny calls with any other. You see each response from AWS.</dd>
        </div>
        <div>
          <dt>You stay in control</dt>
          <dd>Your CloudTrail records each role session. Delete the stack, and access ends within 60 minutes.</dd>
        </div>
      </dl>
    </Container>
  );
}
