"use client";

import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal, { type ModalProps } from "@cloudscape-design/components/modal";
import type { ReactNode } from "react";

interface InfoDialogProps {
  readonly title: string;
  readonly size?: ModalProps.Size;
  readonly closeLabel?: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog that only shows something, for example the result of an action. Its one button closes it. */
export function InfoDialog({ title, size = "medium", closeLabel = "Close", onClose, children }: InfoDialogProps) {
  return (
    <Modal
      visible
      size={size}
      header={title}
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <Button variant="primary" onClick={onClose}>
            {closeLabel}
          </Button>
        </Box>
      }
    >
      {children}
    </Modal>
  );
}
