"use client";

import Alert from "@cloudscape-design/components/alert";
import Link from "@cloudscape-design/components/link";
import type { Failure } from "#kernel/result.ts";
import { failureText } from "./failure-text.ts";

/** A failure of an action, said where it happened. Renders nothing without one, so a screen may always place it. */
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
