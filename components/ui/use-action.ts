"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { Action } from "#kernel/action.ts";
import { type Failure, fail } from "#kernel/result.ts";

/** The state of a server action in a form or confirmation, and how to run it. */
export interface Act<Input> {
  readonly pending: boolean;
  readonly failure: Failure | null;
  run(input: Input): Promise<void>;
  /** Clears the last failure, for example when the form is closed or reopened. */
  clear(): void;
}

/**
 * Runs a server action, one call at a time. On success it calls `done` and refreshes the page's data. On failure it
 * keeps the failure until the next attempt, so that a form keeps its input.
 */
export function useAct<Input, Output>(action: Action<Input, Output>, done: (output: Output, input: Input) => void): Act<Input> {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  async function run(input: Input): Promise<void> {
    if (pending) return;
    setPending(true);
    setFailure(null);
    const result = await action(input).catch(() =>
      fail("unavailable", "The portal did not respond. Check whether the change was made, then try again."),
    );
    setPending(false);
    if (result.ok) {
      done(result.value, input);
      router.refresh();
      return;
    }
    setFailure(result);
    if (result.code === "signed-out") router.push(`/sign-in?callbackUrl=${encodeURIComponent(window.location.pathname)}`);
  }
  return { pending, failure, run, clear: () => setFailure(null) };
}
