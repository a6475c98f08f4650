"use client";

import Alert from "@cloudscape-design/components/alert";
import Link from "@cloudscape-design/components/link";
import type { Failure, FailureCode } from "#kernel/result.ts";

/** Shows a failure next to the action that failed. Renders nothing without a failure, so a screen may always include it. */
export function FailureAlert({ failure, onDismiss }: { readonly failure: Failure | null; readonly onDismiss: () => void }) {
  if (failure === null) return null;
  const { title, sentence, signIn } = failureText(failure);
  return (
    <div role="alert">
      <Alert type="error" header={title} dismissible onDismiss={onDismiss} dismissAriaLabel="Close message">
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

export interface FailureWords {
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
