"use client";

import { useEffect, useRef, useState } from "react";
import connect from "#components/connections/connect/connect.module.css";
import { attempt } from "#components/ui/attempt.ts";
import type { Action } from "#kernel/action.ts";
import type { Failure } from "#kernel/result.ts";
import type { RoleChoices } from "#lib/role-setup/shared/role-choices.ts";
import { choiceProblems } from "./role-link.ts";

export type SaveChoices = Action<{ connectionId: string; choices: RoleChoices }, unknown>;

const DEBOUNCE_MS = 700;

/**
 * The choices of step 2. Valid choices are saved with the draft at once, or after a pause in typing. The quick-create
 * link does not wait for the save.
 */
export function useChoices(connectionId: string, first: RoleChoices, save: SaveChoices) {
  const [choices, setChoices] = useState(first);
  const [failure, setFailure] = useState<Failure | null>(null);
  const unsaved = useRef<{ readonly timer: ReturnType<typeof setTimeout>; readonly send: () => Promise<unknown> } | null>(null);
  // Saves the last change if the user leaves the page before the pause ends.
  useEffect(() => () => void drop(unsaved)?.send(), []);
  const change = (next: RoleChoices) => {
    setChoices(next);
    drop(unsaved);
    if (Object.keys(choiceProblems(next)).length > 0) return;
    const send = async () => {
      unsaved.current = null;
      const result = await attempt(() => save({ connectionId, choices: next }));
      setFailure(result.ok ? null : result);
    };
    if (wasTyped(choices, next)) unsaved.current = { timer: setTimeout(send, DEBOUNCE_MS), send };
    else void send();
  };
  return { choices, change, failure, dismiss: () => setFailure(null) } as const;
}

function drop<T extends { readonly timer: ReturnType<typeof setTimeout> }>(unsaved: { current: T | null }): T | null {
  const dropped = unsaved.current;
  clearTimeout(dropped?.timer);
  unsaved.current = null;
  return dropped;
}

/** Whether only a typed text changed. Every other choice is made with one click and saved at once. */
function wasTyped(before: RoleChoices, next: RoleChoices): boolean {
  return (
    before.logAccess === next.logAccess &&
    before.stackRegion === next.stackRegion &&
    before.allowSelfInspection === next.allowSelfInspection
  );
}

/** Replaces the instructions while a choice is not valid, because AWS would reject the result. */
export function InvalidChoices() {
  return <p className={connect["note"]}>One of the settings above isn’t valid. Correct it to see the instructions.</p>;
}
