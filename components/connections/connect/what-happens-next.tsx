import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import type { RunView } from "#lib/verification/shared/run-view.ts";
import styles from "./connect.module.css";

/** Shown below a new secure result: how to check the portal's claims, and what the portal does from now on. */
export function WhatHappensNext({ run }: { readonly run: RunView }) {
  const opened = run.probes.filter(({ got }) => got === "allowed").length;
  const refused = run.probes.filter(({ got }) => got === "denied").length;
  return (
    <div className={styles["two"]}>
      <Container header={<Header variant="h2">Your CloudTrail</Header>} fitHeight>
        <p className={styles["note"]}>
          <strong>Your</strong> CloudTrail contains the {opened} allowed calls as AssumeRole, with the session name above. It doesn’t
          contain the {refused} denied calls: AWS doesn’t record them in your account. If it contains an AssumeRole call by the portal with
          any other External ID, your trust policy is not secure.
        </p>
      </Container>
      <Container header={<Header variant="h2">What happens next</Header>} fitHeight>
        <dl className={styles["allows"]}>
          <dt>In 1 and 5 minutes</dt>
          <dd>The portal verifies the role again, in case AWS was still applying a change</dd>
          <dt>Every 12 hours</dt>
          <dd>The portal verifies the role again and stores a report</dd>
          <dt>If AWS allows a call that it must deny</dt>
          <dd>Log access stops immediately, and the portal notifies the owners by email</dd>
        </dl>
      </Container>
    </div>
  );
}
