"use client";

import Box from "@cloudscape-design/components/box";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { ActionDialog } from "#components/ui/action-dialog.tsx";
import { useAction } from "#components/ui/use-action.ts";
import type { DeleteView, ListViews, SavedView } from "#lib/staff/shared/saved-view.ts";

/** Saves the filters, order and columns of a list under a name, or changes the name of a view. The input stays after a failure. */
export function SaveViewDialog(props: {
  readonly views: ListViews;
  readonly params: string;
  /** The view to change; null for a new one. */
  readonly changed: SavedView | null;
  onClose(): void;
  onSaved(id: string): void;
}) {
  const { views, changed } = props;
  const [name, setName] = useState(changed?.name ?? "");
  const [shared, setShared] = useState(changed?.shared ?? false);
  const action = useAction(views.save, ({ id }) => props.onSaved(id));
  return (
    <ActionDialog
      title={changed === null ? "Save view" : "Change view"}
      submitLabel={changed === null ? "Save view" : "Save changes"}
      action={action}
      fields={["name"]}
      onClose={props.onClose}
      onSubmit={() =>
        void action.run({
          list: views.list,
          name,
          params: props.params,
          shared,
          change: changed === null ? null : { id: changed.id, revision: changed.revision },
        })
      }
    >
      <Box>A view keeps the filters, the search, the order, and the columns of the list, not its rows.</Box>
      <FormField label="Name" errorText={action.failure?.fields?.["name"]}>
        <Input value={name} onChange={({ detail }) => setName(detail.value)} />
      </FormField>
      <Checkbox
        checked={shared}
        disabled={!views.mayShare || changed?.shared === true}
        description={
          views.mayShare
            ? "All staff see it, operators and admins can change it, and it stays shared."
            : "Only operators and admins can share views."
        }
        onChange={({ detail }) => setShared(detail.checked)}
      >
        Share with all staff
      </Checkbox>
    </ActionDialog>
  );
}

/** Asks before a view is deleted. */
export function DeleteViewDialog(props: { readonly view: SavedView; readonly remove: DeleteView; onClose(): void; onDeleted(): void }) {
  const action = useAction(props.remove, props.onDeleted);
  return (
    <ActionDialog
      title={`Delete the view “${props.view.name}”?`}
      submitLabel="Delete view"
      action={action}
      onClose={props.onClose}
      onSubmit={() => void action.run({ id: props.view.id })}
    >
      <Box>
        {props.view.shared ? "It disappears for all staff. " : ""}
        Only the saved view is deleted, not the items in the list.
      </Box>
    </ActionDialog>
  );
}
