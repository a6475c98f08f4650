"use client";

import Box from "@cloudscape-design/components/box";
import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import { useState } from "react";
import type { Action } from "#lib/kernel/action.ts";
import { SUSPENSION_REASONS, type SuspensionReason } from "#lib/staff/suspension-view.ts";
import { ConfirmModal } from "./confirm-modal.tsx";
import { useAct } from "./use-act.ts";

export interface SuspendCustomer {
  readonly customerId: string;
  readonly reason: SuspensionReason;
}

/** Suspends a customer. The reason is chosen, not typed: it goes into the audit chain, which holds no free text. */
export function SuspendModal(props: {
  visible: boolean;
  customerId: string;
  name: string;
  suspend: Action<SuspendCustomer, null>;
  onClose(): void;
  onDone(): void;
}) {
  const [reason, setReason] = useState<SuspensionReason | null>(null);
  const [missing, setMissing] = useState(false);
  const act = useAct(props.suspend, () => {
    setReason(null);
    props.onClose();
    props.onDone();
  });
  const close = () => {
    act.clear();
    setMissing(false);
    props.onClose();
  };
  const options = SUSPENSION_REASONS.map(({ id, label }) => ({ value: id, label }));
  return (
    <ConfirmModal
      visible={props.visible}
      title={`Suspend ${props.name}?`}
      act="Suspend customer"
      pending={act.pending}
      failure={act.failure}
      onClose={close}
      onConfirm={() => {
        setMissing(reason === null);
        if (reason !== null) void act.run({ customerId: props.customerId, reason });
      }}
    >
      <Box>
        Reads of its logs stop at once, in every session. Its people can still sign in and see that it is suspended. Nothing is deleted, and
        resuming undoes it.
      </Box>
      <FormField label="Reason" errorText={missing ? "Choose why; it is kept in the history." : act.failure?.fields?.["reason"]}>
        <Select
          placeholder="Choose a reason"
          selectedOption={options.find(({ value }) => value === reason) ?? null}
          options={options}
          onChange={({ detail }) => {
            setMissing(false);
            setReason(SUSPENSION_REASONS.find(({ id }) => id === detail.selectedOption.value)?.id ?? null);
          }}
        />
      </FormField>
    </ConfirmModal>
  );
}
