"use client";

import Alert from "@cloudscape-design/components/alert";
import Link from "@cloudscape-design/components/link";
import type { Failure, FailureCode } from "#kernel/result.ts";

interface FailureAlertProps {
  readonly failure: Failure | null;
  /** Names of the input fields that show their own errors. A failure of only these fields renders nothing here. */
  readonly fields?: readonly string[];
  /** Without it the alert has no close button. */
  readonly onDismiss?: () => void;
}

/** Shows a failure next to the action that failed. Renders nothing without a failure, so a screen may always include it. */
export function FailureAlert({ failure, fields = [], onDismiss }: FailureAlertProps) {
  if (failure === null) return null;
  const invalid = Object.keys(failure.fields ?? {});
  if (invalid.length > 0 && invalid.every((field) => fields.includes(field))) return null;
  const { title, sentence, signIn } = failureText(failure);
  return (
    <div role="alert">
      <Alert
        type="error"
        statusIconAriaLabel="Error"
        header={title}
        {...(onDismiss !== undefined && { dismissible: true, onDismiss, dismissAriaLabel: "Close message" })}
      >
        {sentence}{" "}
        {signIn && (
          <Link variant="primary" fontSize="inherit" href={signInHref()}>
            Sign in
          </Link>
        )}
      </Alert>
    </div>
  );
}

function signInHref(): string {
  const here = typeof window === "undefined" ? "/" : window.location.pathname;
  return `/sign-in?callbackUrl=${encodeURIComponent(here)}`;
}

const TITLES: Readonly<Record<FailureCode, string>> = {
  invalid: "Invalid input",
  "signed-out": "You are signed out",
  "not-found": "Not found",
  "not-allowed": "Not allowed",
  "cross-site": "Request blocked",
  conflict: "Conflict with another change",
  limited: "Limit reached",
  unavailable: "Not available",
  unexpected: "Unexpected error",
};

interface FailureWords {
  readonly title: string;
  readonly sentence: string;
  /** Whether signing in again resolves the failure. */
  readonly signIn: boolean;
}

/** The texts of a failure: a title by its code, the action's own message, and the reference to quote to support. */
function failureText(failure: Failure): FailureWords {
  const quoted = failure.reference === undefined || failure.message.includes(failure.reference) ? "" : ` Reference: ${failure.reference}.`;
  return { title: TITLES[failure.code], sentence: `${failure.message}${quoted}`, signIn: failure.code === "signed-out" };
}
