"use client";

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Link from "@cloudscape-design/components/link";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { attempt } from "#components/ui/attempt.ts";
import type { Action } from "#kernel/action.ts";
import type { Failure } from "#kernel/result.ts";

interface RemoveDialogProps {
  readonly connectionId: string;
  readonly name: string;
  /** CloudFormation console page where the role's stack can be deleted. */
  readonly stackUrl: string;
  readonly remove: RemoveConnection;
  readonly onClose: () => void;
  readonly onFailure: (failure: Failure) => void;
}

/** Returns what was done, as sentences. */
export type RemoveConnection = Action<{ connectionId: string }, { readonly sentences: readonly string[] }>;

/**
 * Confirms removing a connection and lists what happens to each of its parts. Afterwards it shows what was done and what
 * the customer still has to do.
 */
export function RemoveDialog({ connectionId, name, stackUrl, remove, onClose, onFailure }: RemoveDialogProps) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState<readonly string[] | null>(null);
  const leave = () => router.push("/connections");
  const confirm = async () => {
    setBusy(true);
    const result = await attempt(() => remove({ connectionId }));
    if (result.ok) return setDone(result.value.sentences);
    onClose();
    onFailure(result);
  };
  if (done !== null) return <Removed name={name} stackUrl={stackUrl} sentences={done} onLeave={leave} />;
  return (
    <Modal
      visible
      onDismiss={() => busy || onClose()}
      header={`Remove connection “${name}”?`}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" disabled={busy} onClick={onClose}>
              Keep connection
            </Button>
            <Button variant="primary" loading={busy} loadingText="Removing" onClick={confirm}>
              Remove connection
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="s">
        <span>You can’t undo this action. Log access stops immediately. A role session that is already open ends within 60 minutes.</span>
        <ul style={{ margin: 0, paddingInlineStart: 20 }}>
          <li>The External ID is retired permanently. If you connect the same account again, you get a new one.</li>
          <li>The portal deletes the role ARN.</li>
          <li>The portal keeps verification reports and the audit log as evidence of who accessed logs, and when.</li>
        </ul>
        <span>
          The portal can’t delete the role in your AWS account. <DeleteStack stackUrl={stackUrl} />
        </span>
      </SpaceBetween>
    </Modal>
  );
}

function DeleteStack({ stackUrl }: Pick<RemoveDialogProps, "stackUrl">) {
  return (
    <Link
      href={stackUrl}
      variant="primary"
      fontSize="inherit"
      external
      target="_blank"
      rel="noreferrer"
      externalIconAriaLabel="Opens in a new tab"
    >
      Delete the CloudFormation stack
    </Link>
  );
}

function Removed(
  props: Pick<RemoveDialogProps, "name" | "stackUrl"> & { readonly sentences: readonly string[]; readonly onLeave: () => void },
) {
  const { name, stackUrl, sentences, onLeave } = props;
  return (
    <Modal
      visible
      onDismiss={onLeave}
      header={`Connection “${name}” is removed`}
      footer={
        <Box float="right">
          <Button variant="primary" onClick={onLeave}>
            Back to connections
          </Button>
        </Box>
      }
    >
      <SpaceBetween size="s">
        {sentences.map((sentence) => (
          <span key={sentence}>{sentence}</span>
        ))}
        <DeleteStack stackUrl={stackUrl} />
      </SpaceBetween>
    </Modal>
  );
}
