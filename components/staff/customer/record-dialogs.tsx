"use client";

import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";
import { ActionDialog } from "#components/ui/action-dialog.tsx";
import { useAction } from "#components/ui/use-action.ts";
import type { Action } from "#kernel/action.ts";
import { LONGEST_NOTE, MOST_TAGS } from "#lib/staff/shared/record-view.ts";

export interface ChangeTags {
  readonly customerId: string;
  readonly added: string[];
  readonly removed: string[];
}

/** Changes the tags of a customer: one field with all of them. */
export function TagsDialog(props: {
  readonly customerId: string;
  readonly tags: readonly string[];
  readonly change: Action<ChangeTags, null>;
  onClose(): void;
  onDone(): void;
}) {
  const [text, setText] = useState(props.tags.join(", "));
  const action = useAction(props.change, () => {
    props.onClose();
    props.onDone();
  });
  const { added, removed } = changeOf(props.tags, text);
  return (
    <ActionDialog
      title="Tags"
      submitLabel="Save tags"
      action={action}
      fields={["added"]}
      onClose={props.onClose}
      onSubmit={() => void action.run({ customerId: props.customerId, added, removed })}
    >
      <FormField
        label="Tags"
        description={`Separated by commas, at most ${MOST_TAGS}. Only staff see tags.`}
        constraintText="1 to 30 characters each: a to z and digits, and between them spaces, periods, underscores, and hyphens."
        errorText={action.failure?.fields?.["added"]}
      >
        <Input value={text} onChange={({ detail }) => setText(detail.value)} />
      </FormField>
    </ActionDialog>
  );
}

/** What a text of tags changes. */
export function changeOf(tags: readonly string[], text: string): { readonly added: string[]; readonly removed: string[] } {
  const wanted = [
    ...new Set(
      text
        .split(",")
        .map((tag) => tag.trim().toLowerCase())
        .filter((tag) => tag !== ""),
    ),
  ];
  return { added: wanted.filter((tag) => !tags.includes(tag)), removed: tags.filter((tag) => !wanted.includes(tag)) };
}

export interface AddNote {
  readonly customerId: string;
  readonly note: string;
}

/** Adds a note about a customer. After a failure the text stays. */
export function NoteDialog(props: { readonly customerId: string; readonly add: Action<AddNote, null>; onClose(): void }) {
  const [note, setNote] = useState("");
  const action = useAction(props.add, props.onClose);
  return (
    <ActionDialog
      title="Add note"
      submitLabel="Add note"
      action={action}
      fields={["note"]}
      onClose={props.onClose}
      onSubmit={() => void action.run({ customerId: props.customerId, note })}
    >
      <FormField
        label="Note"
        description="Only staff see notes. Don’t write passwords, credentials, or log content."
        constraintText={`${note.length} of ${LONGEST_NOTE} characters.`}
        errorText={action.failure?.fields?.["note"]}
      >
        <Textarea rows={5} value={note} onChange={({ detail }) => setNote(detail.value)} />
      </FormField>
    </ActionDialog>
  );
}
