"use client";

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import { FailureAlert } from "./staff-failure-alert.tsx";
import type { Act } from "./use-action.ts";

/**
 * The form of every invitation, in a modal. Submitted by its button or by Enter; it stays open while waiting and after a
 * failure.
 */
export function InviteModal<Input>(props: {
  id: string;
  title: string;
  visible: boolean;
  act: Act<Input>;
  /** Names of the fields that show their own errors. */
  fields: readonly string[];
  onClose(): void;
  onSubmit(): void;
  children: ReactNode;
}) {
  const { id, act } = props;
  const close = () => {
    act.clear();
    props.onClose();
  };
  const footer = (
    <Box float="right">
      <SpaceBetween direction="horizontal" size="xs">
        <Button variant="link" disabled={act.pending} onClick={close}>
          Cancel
        </Button>
        <Button variant="primary" loading={act.pending} form={id} formAction="submit">
          Send invitation
        </Button>
      </SpaceBetween>
    </Box>
  );
  return (
    <Modal visible={props.visible} header={props.title} closeAriaLabel="Close" onDismiss={() => act.pending || close()} footer={footer}>
      <form
        id={id}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          props.onSubmit();
        }}
      >
        <SpaceBetween size="m">
          <FailureAlert failure={act.failure} fields={props.fields} />
          {props.children}
        </SpaceBetween>
      </form>
    </Modal>
  );
}
