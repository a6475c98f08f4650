"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { attempt } from "#components/ui/attempt.ts";
import type { Action } from "#kernel/action.ts";
import type { Failure } from "#kernel/result.ts";
import type { FleetRun } from "#lib/staff/shared/fleet-view.ts";

type FinishedRun = Pick<FleetRun, "id" | "connectionId" | "finishedAt">;

export interface RequestRun {
  readonly customerId: string;
  readonly connectionId: string;
}

/** Runs that were requested on this page and are not finished yet. */
export interface RequestedRuns {
  readonly busy: boolean;
  readonly failure: Failure | null;
  /** The result of a request took so long that the page no longer waits for it. */
  readonly isLate: boolean;
  isWaiting(connectionId: string): boolean;
  ask(connectionId: string): Promise<void>;
}

const REFRESH_EVERY_MS = 2_000;
/** Milliseconds. After this the worker is busy or down, or tries again what failed, which takes minutes. */
const REFRESH_FOR_MS = 90_000;

/**
 * Requests runs from the worker and refreshes the page until they are finished. A run counts as finished when a closed
 * run appears that did not exist at the time of the request, so the browser's clock is never compared with the server's.
 */
export function useRequestedRuns(props: {
  customerId: string;
  runs: readonly FinishedRun[];
  request: Action<RequestRun, null>;
}): RequestedRuns {
  const { customerId, runs, request } = props;
  const router = useRouter();
  const [asked, setAsked] = useState<Readonly<Record<string, readonly string[]>>>({});
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isLate, setLate] = useState(false);
  const waiting = Object.entries(asked).filter(
    ([id, before]) => !runs.some((run) => run.connectionId === id && run.finishedAt !== null && !before.includes(run.id)),
  );
  const looking = waiting.length > 0;

  useEffect(() => {
    if (!looking) return;
    const every = setInterval(() => router.refresh(), REFRESH_EVERY_MS);
    const end = setTimeout(() => {
      setAsked({});
      setLate(true);
    }, REFRESH_FOR_MS);
    return () => {
      clearInterval(every);
      clearTimeout(end);
    };
  }, [looking, router]);

  async function ask(connectionId: string): Promise<void> {
    // The state is as old as the last render. Without the ref, a double click would request the run twice.
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setFailure(null);
    setLate(false);
    const before = runs.filter((run) => run.connectionId === connectionId && run.finishedAt !== null).map(({ id }) => id);
    const result = await attempt(() => request({ customerId, connectionId }));
    if (result.ok) setAsked((all) => ({ ...all, [connectionId]: before }));
    else setFailure(result);
    running.current = false;
    setBusy(false);
  }
  return {
    busy,
    failure,
    isLate,
    isWaiting: (connectionId) => waiting.some(([id]) => id === connectionId),
    ask,
  };
}
