"use client";

import Alert from "@cloudscape-design/components/alert";
import type { Failure } from "#kernel/result.ts";

/** Shows the failure's message. Renders nothing when the failure belongs to fields that the form itself shows. */
export function FailureAlert({ failure, fields = [] }: { failure: Failure | null; fields?: readonly string[] }) {
  if (failure === null) return null;
  const blamed = Object.keys(failure.fields ?? {});
  if (blamed.length > 0 && blamed.every((field) => fields.includes(field))) return null;
  return (
    <Alert type="error" statusIconAriaLabel="Error">
      {failure.message}
      {failure.reference && !failure.message.includes(failure.reference) ? ` Reference: ${failure.reference}.` : null}
    </Alert>
  );
}
