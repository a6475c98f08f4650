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
          You create one read-only role from our template, paste its ARN, and watch us prove that it opens for this portal and for nobody
          else. About three minutes.
        </p>
        {action}
      </div>
      <dl className={styles["promises"]}>
        <div>
          <dt>You make the role</dt>
          <dd>From a CloudFormation template or by hand, in your account, with the External ID we give you.</dd>
        </div>
        <div>
          <dt>We prove both gates</dt>
          <dd>It must open with that ID and refuse every other one we try. You see each answer from AWS as it comes.</dd>
        </div>
        <div>
          <dt>You keep the switch</dt>
          <dd>Each session is in your CloudTrail. Delete the stack, and it is over within 60 minutes.</dd>
        </div>
      </dl>
    </Container>
  );
}
