"use client";

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import type { Failure } from "#kernel/result.ts";
import { FailureAlert } from "./staff-failure-alert.tsx";

/**
 * Asks for confirmation before an action that affects others. The button names the action; the body says what it does
 * and how to undo it. The modal stays open while the action is in progress, because closing it would hide the result.
 */
export function ConfirmModal(props: {
  visible: boolean;
  title: string;
  act: string;
  pending: boolean;
  failure: Failure | null;
  onConfirm(): void;
  onClose(): void;
  children: ReactNode;
}) {
  return (
    <Modal
      visible={props.visible}
      header={props.title}
      closeAriaLabel="Close"
      onDismiss={() => props.pending || props.onClose()}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" disabled={props.pending} onClick={props.onClose}>
              Cancel
            </Button>
            <Button variant="primary" loading={props.pending} onClick={props.onConfirm}>
              {props.act}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <FailureAlert failure={props.failure} />
        {props.children}
      </SpaceBetween>
    </Modal>
  );
}
