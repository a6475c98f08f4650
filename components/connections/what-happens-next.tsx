import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import type { RunView } from "#lib/verification/run-view.ts";
import styles from "./connect.module.css";

/** Below a fresh proof: how to check us, and what we do from now on. */
export function WhatHappensNext({ run }: { readonly run: RunView }) {
  const opened = run.probes.filter(({ got }) => got === "granted").length;
  const refused = run.probes.filter(({ got }) => got === "denied").length;
  return (
    <div className={styles["two"]}>
      <Container header={<Header variant="h2">Check it yourself</Header>} fitHeight>
        <p className={styles["note"]}>
          The {opened} calls that opened are in <strong>your</strong> CloudTrail as AssumeRole, under the session name above. The {refused}{" "}
          refused ones aren’t: AWS doesn’t record them in your account. An AssumeRole from us there with any other External ID would mean
          your policy was open.
        </p>
      </Container>
      <Container header={<Header variant="h2">What happens next</Header>} fitHeight>
        <dl className={styles["allows"]}>
          <dt>In 1 and 5 minutes</dt>
          <dd>We confirm, in case AWS was still catching up</dd>
          <dt>Every 12 hours</dt>
          <dd>The same probes again, each with a receipt</dd>
          <dt>If your policy ever loosens</dt>
          <dd>Reads stop at once and owners are mailed</dd>
        </dl>
      </Container>
    </div>
  );
}
