"use client";

import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type FormEvent, useState } from "react";
import { attempt } from "#components/ui/attempt.ts";
import type { Action } from "#kernel/action.ts";

export type RenameConnection = Action<{ connectionId: string; name: string }, unknown>;

interface RenameProps {
  readonly connectionId: string;
  readonly name: string;
  readonly rename: RenameConnection;
  readonly onRenamed: (name: string) => void;
  readonly onCancel: () => void;
}

/** Renames a connection in place. A failure is shown at the field and the input stays. */
export function RenameForm({ connectionId, name, rename, onRenamed, onCancel }: RenameProps) {
  const [value, setValue] = useState(name);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const result = await attempt(() => rename({ connectionId, name: value }));
    setBusy(false);
    if (!result.ok) return setError(result.fields?.["name"] ?? result.message);
    onRenamed(value.trim());
  };
  return (
    <form onSubmit={save}>
      <FormField
        label="Name"
        errorText={error}
        secondaryControl={
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="primary" loading={busy} loadingText="Saving">
              Save
            </Button>
            <Button formAction="none" variant="link" disabled={busy} onClick={onCancel}>
              Cancel
            </Button>
          </SpaceBetween>
        }
      >
        <Input autoFocus value={value} disabled={busy} onChange={({ detail }) => setValue(detail.value)} />
      </FormField>
    </form>
  );
}
