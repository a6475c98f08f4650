"use client";

import { useRouter } from "next/navigation";
import { useRef, useState, useTransition } from "react";
import type { Action } from "#kernel/action.ts";
import type { Failure } from "#kernel/result.ts";
import { attempt } from "./attempt.ts";

/** The state of an action in a form or dialog. */
export interface ActionState {
  /** While the action runs, and then until the page shows its refreshed data. */
  readonly pending: boolean;
  readonly failure: Failure | null;
  /** Clears the last failure, for example when the form is closed or reopened. */
  clear(): void;
}

/** A server action with its state. */
export interface RunnableAction<Input> extends ActionState {
  run(input: Input): Promise<void>;
}

/**
 * Runs a server action, one call at a time. On success it calls `onSuccess` and refreshes the page's data. On failure it
 * keeps the failure until the next attempt, so that a form keeps its input. `onFailure` also receives the failure, for an
 * action that shows it elsewhere on the page.
 */
export function useAction<Input, Output>(
  action: Action<Input, Output>,
  onSuccess?: (output: Output, input: Input) => void,
  onFailure?: (failure: Failure) => void,
): RunnableAction<Input> {
  const router = useRouter();
  const running = useRef(false);
  const [pending, setPending] = useState(false);
  // Pending until the refreshed data is on the page: until then, buttons would act on what the action has just changed.
  const [refreshing, startRefresh] = useTransition();
  const [failure, setFailure] = useState<Failure | null>(null);
  async function run(input: Input): Promise<void> {
    // The state is as old as the last render. Without the ref, a double click would call the action twice.
    if (running.current) return;
    running.current = true;
    setPending(true);
    setFailure(null);
    try {
      const result = await attempt(() => action(input), "The portal did not respond. Check whether the change was made, then try again.");
      if (!result.ok) {
        setFailure(result);
        onFailure?.(result);
        return;
      }
      onSuccess?.(result.value, input);
      startRefresh(() => router.refresh());
    } finally {
      running.current = false;
      setPending(false);
    }
  }
  return { pending: pending || refreshing, failure, run, clear: () => setFailure(null) };
}
