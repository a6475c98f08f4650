"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { Action } from "#kernel/action.ts";
import { type Failure, fail } from "#kernel/result.ts";

/** An action under way in a form or a confirmation: what it answered, and how to try it. */
export interface Act<Input> {
  readonly pending: boolean;
  readonly failure: Failure | null;
  run(input: Input): Promise<void>;
  /** Forgets the last failure: the form was closed, or opened anew. */
  clear(): void;
}

/**
 * Runs a guarded action once at a time. When it worked, `done` is told and the page's data are read again; when it
 * did not, the failure stays until the next try, so that a form keeps what was typed.
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
