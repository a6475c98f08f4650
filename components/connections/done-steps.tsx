import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import { useId } from "react";
import { CopyButton } from "#components/messages/copy-button.tsx";
import styles from "./connect.module.css";

/** Steps 1 and 2 in one line, once the proof is what matters. The External ID stays in sight. */
export function DoneSteps({ externalId, onShow }: { readonly externalId: string; readonly onShow: (() => void) | null }) {
  const label = useId();
  return (
    <Container>
      <div className={styles["done"]}>
        <div>
          <Done />
          <strong id={label}>External ID</strong>
          {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for inputs, and this is text that must not be one */}
          <span role="group" aria-labelledby={label} className="mono">
            {externalId}
          </span>
          <CopyButton text={externalId} name="Copy External ID" />
        </div>
        <div>
          <Done />
          <strong>Role created</strong>
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
