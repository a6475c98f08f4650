"use client";

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal, { type ModalProps } from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { FailureAlert } from "./failure-alert.tsx";
import type { ActionState } from "./use-action.ts";

interface ActionDialogProps {
  /** Default: true. A dialog that stays mounted while it is hidden keeps what was entered. */
  readonly visible?: boolean;
  readonly title: string;
  /** The primary button's text. It names the action. Null if there is nothing to do: then the dialog can only be closed. */
  readonly submitLabel: string | null;
  /** Why the action can't be started now; the button is disabled then. */
  readonly disabledReason?: string;
  readonly size?: ModalProps.Size;
  /** Announced to screen readers while the action runs. */
  readonly loadingText?: string;
  readonly cancelLabel?: string;
  readonly action: ActionState;
  /** Names of the input fields that show their own errors. */
  readonly fields?: readonly string[];
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  /** What the action does, how to undo it, and its input fields. */
  readonly children: ReactNode;
}

/**
 * A dialog for an action that can fail. Its primary button and Enter in an input field start the action. While the
 * action runs, the dialog cannot be closed, because that would hide the result, and the action cannot be started again.
 * A failure is shown in the dialog, which stays open and keeps its input. The dialog opens with the focus on its first
 * input field, if it has one. After closing, Cloudscape returns the focus to the element that opened the dialog.
 */
export function ActionDialog(props: ActionDialogProps) {
  const {
    visible = true,
    title,
    submitLabel,
    loadingText,
    cancelLabel = props.submitLabel === null ? "Close" : "Cancel",
    action,
    fields,
    onSubmit,
    onClose,
    children,
  } = props;
  const form = useId();
  const close = () => {
    if (action.pending) return;
    action.clear();
    onClose();
  };
  const footer = (
    <Box float="right">
      <SpaceBetween direction="horizontal" size="xs">
        <Button variant="link" formAction="none" disabled={action.pending} onClick={close}>
          {cancelLabel}
        </Button>
        {submitLabel === null ? null : (
          <Button
            variant="primary"
            form={form}
            formAction="submit"
            loading={action.pending}
            {...(props.disabledReason !== undefined && { disabled: true, disabledReason: props.disabledReason })}
            {...(loadingText !== undefined && { loadingText })}
          >
            {submitLabel}
          </Button>
        )}
      </SpaceBetween>
    </Box>
  );
  return (
    <Modal visible={visible} header={title} closeAriaLabel="Close" onDismiss={close} footer={footer} size={props.size ?? "medium"}>
      <form
        id={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!action.pending && submitLabel !== null && props.disabledReason === undefined) onSubmit();
        }}
      >
        {visible ? <FirstFieldFocus /> : null}
        <SpaceBetween size="m">
          <FailureAlert failure={action.failure} {...(fields !== undefined && { fields })} />
          {children}
        </SpaceBetween>
      </form>
    </Modal>
  );
}

/** The input fields of a form. A select of Cloudscape is a button that opens a list of options. */
const FIELDS = "input:enabled:not([type='hidden']), textarea:enabled, button[aria-haspopup='listbox']:enabled";

/** Rendered in a dialog's form while the dialog is shown: moves the focus to the form's first input field. */
function FirstFieldFocus() {
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    // The dialog moves the focus to its first button in an effect of the same render, which runs after this one.
    queueMicrotask(() => place.current?.closest("form")?.querySelector<HTMLElement>(FIELDS)?.focus());
  }, []);
  return <span ref={place} hidden />;
}
