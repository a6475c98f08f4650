import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import { useId } from "react";
import { CopyableValue } from "#components/ui/copyable-value.tsx";
import styles from "./connect.module.css";

interface DoneStepsProps {
  readonly externalId: string;
  /** Whether AWS allowed a call, which shows that the role exists. */
  readonly roleSeen: boolean;
  readonly onShow: (() => void) | null;
}

/** Steps 1 and 2 in one line, shown once a verification has started. The External ID stays visible. */
export function DoneSteps({ externalId, roleSeen, onShow }: DoneStepsProps) {
  const label = useId();
  return (
    <Container>
      <div className={styles["done"]}>
        <div>
          <Done />
          <strong id={label}>External ID</strong>
          <span className={styles["copied"]}>
            <CopyableValue value={externalId} labelId={label} copyName="Copy External ID" />
          </span>
        </div>
        <div>
          {roleSeen ? (
            <Done />
          ) : (
            <span className={`${styles["number"]} ${styles["later"]}`} aria-hidden="true">
              2
            </span>
          )}
          <strong>{roleSeen ? "Role created" : "Create the role"}</strong>
          {onShow !== null && (
            <Button variant="inline-link" onClick={onShow}>
              Show the steps
            </Button>
          )}
        </div>
      </div>
    </Container>
  );
}

function Done() {
  return (
    <span aria-hidden="true" className={`${styles["number"]} ${styles["ticked"]}`}>
      ✓
    </span>
  );
}
