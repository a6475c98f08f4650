import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { attempt } from "#components/ui/attempt.ts";
import type { Action } from "#kernel/action.ts";
import type { Failure } from "#kernel/result.ts";

interface CancelRotationProps {
  readonly connectionId: string;
  readonly cancel: Action<{ connectionId: string }, unknown>;
  readonly onClose: () => void;
  readonly onFailure: (failure: Failure) => void;
}

/** Asks before a rotation is given up, and says what a role that was updated already means. */
export function CancelRotationDialog({ connectionId, cancel, onClose, onFailure }: CancelRotationProps) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    const result = await attempt(() => cancel({ connectionId }));
    onClose();
    if (result.ok) router.refresh();
    else onFailure(result);
  };
  return (
    <Modal
      visible
      onDismiss={() => busy || onClose()}
      header="Cancel rotation?"
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" disabled={busy} onClick={onClose}>
              Keep rotation
            </Button>
            <Button variant="primary" loading={busy} loadingText="Canceling" onClick={confirm}>
              Cancel rotation
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="s">
        <span>The current External ID stays in use. The new External ID is retired permanently.</span>
        <span>
          If your role already accepts the new External ID, remove it from the trust policy first. A connection whose role accepts a retired
          External ID is quarantined.
        </span>
      </SpaceBetween>
    </Modal>
  );
}
