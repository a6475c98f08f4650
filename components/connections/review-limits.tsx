import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import styles from "./review.module.css";

/** What follows from the policies, in plain words. */
export function ReviewLimits() {
  return (
    <div className={styles["two"]}>
      <Container header={<Header variant="h2">What we can do</Header>} fitHeight>
        <ul className={styles["list"]}>
          <li>List the names of all log groups: AWS can’t narrow that</li>
          <li>Read events of the log groups in scope, when one of your people asks for them in the portal</li>
          <li>
            Try whether the role still opens for its own External ID and for no other, and whether one event of one group in scope can be
            read; it is dropped at once
          </li>
        </ul>
      </Container>
      <Container header={<Header variant="h2">What we cannot do</Header>} fitHeight>
        <ul className={styles["list"]}>
          <li>Write, delete, unmask or export logs, or change how long they are kept</li>
          <li>Touch any other service, or open any other role from this one</li>
          <li>Keep a session longer than an hour, or keep your logs: events go to the browser that asked and are not stored</li>
          <li>Read as the portal’s staff: they see that a connection works, and no log content</li>
        </ul>
      </Container>
    </div>
  );
}
