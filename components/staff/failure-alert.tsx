"use client";

import Alert from "@cloudscape-design/components/alert";
import type { Failure } from "#lib/kernel/result.ts";

/** What went wrong, in the action's own sentence. Nothing when the failure belongs to a field, which then shows it. */
export function FailureAlert({ failure }: { failure: Failure | null }) {
  if (failure === null || Object.keys(failure.fields ?? {}).length > 0) return null;
  return (
    <Alert type="error" statusIconAriaLabel="Error">
      {failure.message}
      {failure.reference ? ` Reference: ${failure.reference}` : null}
    </Alert>
  );
}
