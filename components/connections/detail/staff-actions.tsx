import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { utcMoment } from "#kernel/time/times-and-ages.ts";
import type { ConnectionDetail, StaffActionView } from "#lib/connections/shared/connection-view.ts";
import styles from "./overview.module.css";

const WORDS: Readonly<Record<string, string>> = {
  verify: "Verification requested",
  rotate: "External ID rotation requested",
  suspend: "Access suspended",
  resume: "Access resumed",
  upgrade: "Update of the role requested",
};

/** What the partner's staff did to the connection, with the reason that they gave. Renders nothing if they did nothing. */
export function StaffActions({ actions }: { readonly actions: readonly StaffActionView[] }) {
  if (actions.length === 0) return null;
  return (
    <Container header={<Header variant="h2">Actions by the partner</Header>}>
      <ul className={styles["acts"]} aria-label="Actions by the partner">
        {actions.map(({ kind, at, reason }) => (
          <li key={`${kind}-${at}`}>
            <strong>{WORDS[kind] ?? "Action"}</strong>
            <div className={styles["under"]}>
              {utcMoment(at, "short")}. Reason: {reason}
            </div>
          </li>
        ))}
      </ul>
    </Container>
  );
}

/** Shown while the partner's request to update the role is open. */
export function UpgradeNotice({ detail }: { readonly detail: ConnectionDetail }) {
  const due = detail.staffActions.find(({ isDue }) => isDue);
  if (due === undefined) return null;
  return (
    <Alert
      type="info"
      statusIconAriaLabel="Info"
      header="The partner asks you to update this role"
      action={
        <Button
          href={detail.stackUrl}
          target="_blank"
          iconName="external"
          iconAlign="right"
          ariaLabel="Open the stack in AWS (opens a new tab)"
        >
          Open the stack
        </Button>
      }
    >
      Update the stack with the <a href={`/connections/${detail.connection.id}/template`}>current template</a>. Log access continues with
      the current role until then. Reason: {due.reason}
    </Alert>
  );
}
