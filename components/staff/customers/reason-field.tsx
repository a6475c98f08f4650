"use client";

import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";

/** The reason of an action. It is selected, not typed, because it is stored in the audit log, which holds no free text. */
export function ReasonField<Id extends string>(props: {
  reasons: readonly { readonly id: Id; readonly label: string }[];
  chosen: Id | null;
  errorText: string | undefined;
  onChoose(reason: Id | null): void;
}) {
  const options = props.reasons.map(({ id, label }) => ({ value: id, label }));
  return (
    <FormField label="Reason" errorText={props.errorText}>
      <Select
        placeholder="Choose a reason"
        selectedOption={options.find(({ value }) => value === props.chosen) ?? null}
        options={options}
        onChange={({ detail }) => props.onChoose(props.reasons.find(({ id }) => id === detail.selectedOption.value)?.id ?? null)}
      />
    </FormField>
  );
}
