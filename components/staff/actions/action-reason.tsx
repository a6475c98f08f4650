"use client";

import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";
import type { ActionKind } from "#kernel/staff-action.ts";
import { ACTIONS, REASON_LENGTH } from "#lib/staff/shared/action-view.ts";

/** The reason of an action, its category where the kind needs one, and what was missing when the person tried to start it. */
interface ActionReason {
  readonly text: string;
  readonly category: string | null;
  readonly missing: "category" | "reason" | null;
  setText(text: string): void;
  setCategory(category: string | null): void;
  /** Whether both are complete; otherwise the first field shows the error. */
  require(): boolean;
}

const lengthOf = (text: string) => [...text.trim()].length;

export function useActionReason(kind: ActionKind): ActionReason {
  const [text, setText] = useState("");
  const [category, setCategory] = useState<string | null>(null);
  const [missing, setMissing] = useState<ActionReason["missing"]>(null);
  const next =
    ACTIONS[kind].categories !== undefined && category === null ? "category" : lengthOf(text) < REASON_LENGTH.min ? "reason" : null;
  return {
    ...{ text, category, setText, setCategory },
    // An error disappears when its field is complete.
    missing: missing === next ? next : null,
    require: () => {
      setMissing(next);
      return next === null;
    },
  };
}

export function ActionReasonFields({
  kind,
  reason,
  errorText,
}: {
  readonly kind: ActionKind;
  readonly reason: ActionReason;
  /** The error that the server reported. */
  readonly errorText: string | undefined;
}) {
  const { categories, isSeen } = ACTIONS[kind];
  const options = categories?.map(({ id, label }) => ({ value: id, label })) ?? [];
  return (
    <>
      {categories === undefined ? null : (
        <FormField
          label="Category"
          description="Recorded in the audit log."
          errorText={reason.missing === "category" ? "Choose a category." : undefined}
        >
          <Select
            placeholder="Choose a category"
            options={options}
            selectedOption={options.find(({ value }) => value === reason.category) ?? null}
            onChange={({ detail }) => reason.setCategory(detail.selectedOption.value ?? null)}
          />
        </FormField>
      )}
      <FormField
        label="Reason"
        description={isSeen ? "Each customer can read it." : "Only staff can read it."}
        constraintText={`At least ${REASON_LENGTH.min} characters. ${lengthOf(reason.text)} of ${REASON_LENGTH.max}.`}
        errorText={reason.missing === "reason" ? `Enter at least ${REASON_LENGTH.min} characters.` : errorText}
      >
        <Textarea value={reason.text} rows={3} onChange={({ detail }) => reason.setText(detail.value.slice(0, 2 * REASON_LENGTH.max))} />
      </FormField>
    </>
  );
}
