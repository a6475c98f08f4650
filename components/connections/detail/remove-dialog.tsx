"use client";

import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ActionDialog } from "#components/ui/action-dialog.tsx";
import { InfoDialog } from "#components/ui/info-dialog.tsx";
import { useAction } from "#components/ui/use-action.ts";
import type { Action } from "#kernel/action.ts";

interface RemoveDialogProps {
  readonly connectionId: string;
  readonly name: string;
  /** CloudFormation console page where the role's stack can be deleted. */
  readonly stackUrl: string;
  readonly remove: RemoveConnection;
  readonly onClose: () => void;
}

/** Returns what was done, as sentences. */
export type RemoveConnection = Action<{ connectionId: string }, { readonly sentences: readonly string[] }>;

/**
 * Confirms removing a connection and lists what happens to each of its parts. Afterwards it shows what was done and what
 * the customer still has to do.
 */
export function RemoveDialog({ connectionId, name, stackUrl, remove, onClose }: RemoveDialogProps) {
  const router = useRouter();
  const [done, setDone] = useState<readonly string[] | null>(null);
  const action = useAction(remove, ({ sentences }) => setDone(sentences));
  const leave = () => router.push("/connections");
  if (done !== null) return <Removed name={name} stackUrl={stackUrl} sentences={done} onLeave={leave} />;
  return (
    <ActionDialog
      title={`Remove connection “${name}”?`}
      submitLabel="Remove connection"
      loadingText="Removing"
      cancelLabel="Keep connection"
      action={action}
      onSubmit={() => void action.run({ connectionId })}
      onClose={onClose}
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
    </ActionDialog>
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
    <InfoDialog title={`Connection “${name}” is removed`} closeLabel="Back to connections" onClose={onLeave}>
      <SpaceBetween size="s">
        {sentences.map((sentence) => (
          <span key={sentence}>{sentence}</span>
        ))}
        <DeleteStack stackUrl={stackUrl} />
      </SpaceBetween>
    </InfoDialog>
  );
}
