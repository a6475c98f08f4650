import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import styles from "./review.module.css";

/** What follows from the policies, in plain words. */
export function ReviewLimits() {
  return (
    <div className={styles["two"]}>
      <Container header={<Header variant="h2">What the portal can do</Header>} fitHeight>
        <ul className={styles["list"]}>
          <li>List the names of all log groups (AWS can’t restrict this by name)</li>
          <li>Read events of the log groups in scope, when a member of your company requests them</li>
          <li>
            Verify that the role accepts only its own External ID, and that it can read one event of one log group in scope (the event is
            discarded immediately)
          </li>
        </ul>
      </Container>
      <Container header={<Header variant="h2">What the portal can’t do</Header>} fitHeight>
        <ul className={styles["list"]}>
          <li>Write, delete, unmask, or export logs, or change log retention</li>
          <li>Use any other AWS service, or assume another role from this one</li>
          <li>Keep a session for more than one hour, or store your logs (events are sent to the browser that requested them)</li>
          <li>Show log content to the partner’s staff (they see only the status of a connection)</li>
        </ul>
      </Container>
    </div>
  );
}
