"use client";

import { useEffect, useRef, useState } from "react";
import { attempt } from "#components/ui/attempt.ts";
import type { Action } from "#kernel/action.ts";
import type { Failure } from "#kernel/result.ts";
import type { RoleChoices } from "#lib/role-setup/shared/role-choices.ts";
import connect from "./connect.module.css";
import { choiceProblems } from "./role-link.ts";

export type SaveChoices = Action<{ connectionId: string; choices: RoleChoices }, unknown>;

const QUIET_MS = 700;

/** The choices of step 2, saved with the draft at once, or when typing pauses, once they are sound. The link never waits for that. */
export function useChoices(connectionId: string, first: RoleChoices, save: SaveChoices) {
  const [choices, setChoices] = useState(first);
  const [failure, setFailure] = useState<Failure | null>(null);
  const unsaved = useRef<{ readonly timer: ReturnType<typeof setTimeout>; readonly send: () => Promise<unknown> } | null>(null);
  // Who leaves the page while typing pauses has chosen all the same.
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
    if (wasTyped(choices, next)) unsaved.current = { timer: setTimeout(send, QUIET_MS), send };
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

/** Whether only a text changed: the rest is chosen with one click, and meant. */
function wasTyped(before: RoleChoices, next: RoleChoices): boolean {
  return before.tier === next.tier && before.stackRegion === next.stackRegion && before.allowSelfInspection === next.allowSelfInspection;
}

/** Stands in a way's place while a choice above can't be: no text is made of what AWS would refuse. */
export function UnsoundChoices() {
  return <p className={connect["note"]}>One of the settings above is not valid. Correct it to see the instructions.</p>;
}
