"use client";

import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import { useState } from "react";

const REASON_MISSING = "Choose a reason. It is recorded in the audit log.";

/** The reason that a dialog asks for, and whether it is missing after an attempt to submit. */
export interface Reason<Id extends string> {
  readonly chosen: Id | null;
  /** The error of the reason's field, once the dialog was submitted without a reason. */
  readonly error: string | undefined;
  choose(reason: Id | null): void;
  /** Returns the chosen reason. Without one it returns null and shows the error at the field. */
  require(): Id | null;
  clear(): void;
}

export function useReason<Id extends string>(): Reason<Id> {
  const [chosen, setChosen] = useState<Id | null>(null);
  const [missing, setMissing] = useState(false);
  const choose = (reason: Id | null) => {
    setMissing(false);
    setChosen(reason);
  };
  return {
    chosen,
    error: missing ? REASON_MISSING : undefined,
    choose,
    require: () => {
      setMissing(chosen === null);
      return chosen;
    },
    clear: () => choose(null),
  };
}

/** The reason of an action. It is selected, not typed, because it is stored in the audit log, which holds no free text. */
export function ReasonField<Id extends string>(props: {
  reasons: readonly { readonly id: Id; readonly label: string }[];
  reason: Reason<Id>;
  /** Who can read the reason. */
  description?: string;
  /** The error that the server reported for this field. */
  errorText?: string | undefined;
}) {
  const { reason } = props;
  const options = props.reasons.map(({ id, label }) => ({ value: id, label }));
  return (
    <FormField label="Reason" description={props.description} errorText={reason.error ?? props.errorText}>
      <Select
        placeholder="Choose a reason"
        selectedOption={options.find(({ value }) => value === reason.chosen) ?? null}
        options={options}
        onChange={({ detail }) => reason.choose(props.reasons.find(({ id }) => id === detail.selectedOption.value)?.id ?? null)}
      />
    </FormField>
  );
}
