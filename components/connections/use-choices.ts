"use client";

import { useEffect, useRef, useState } from "react";
import { attempt } from "#components/messages/attempt.ts";
import type { RoleChoices } from "#lib/connections/connection-view.ts";
import type { Action } from "#lib/kernel/action.ts";
import type { Failure } from "#lib/kernel/result.ts";
import { choiceProblems } from "./role-link.ts";

export type SaveChoices = Action<{ connectionId: string; choices: RoleChoices }, unknown>;

const QUIET_MS = 700;

/** The choices of step 2, saved with the draft once typing pauses and they are sound. The link never waits for that. */
export function useChoices(connectionId: string, first: RoleChoices, save: SaveChoices) {
  const [choices, setChoices] = useState(first);
  const [failure, setFailure] = useState<Failure | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const change = (next: RoleChoices) => {
    setChoices(next);
    clearTimeout(timer.current);
    if (Object.keys(choiceProblems(next)).length > 0) return;
    timer.current = setTimeout(async () => {
      const result = await attempt(() => save({ connectionId, choices: next }));
      setFailure(result.ok ? null : result);
    }, QUIET_MS);
  };
  return { choices, change, failure, dismiss: () => setFailure(null) } as const;
}
