import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { useAction } from "#components/ui/use-action.ts";
import type { Action } from "#kernel/action.ts";
import type { Failure } from "#kernel/result.ts";
import type { ConnectionDetail } from "#lib/connections/shared/connection-view.ts";

export interface RotationActions {
  readonly start: Action<{ connectionId: string }, unknown>;
  readonly cancel: Action<{ connectionId: string }, unknown>;
}

const REFRESH_EVERY_MS = 10_000;

/** Starts a rotation. While one is in progress it refreshes the page periodically, because the worker advances it too. */
export function useRotation(detail: ConnectionDetail, start: RotationActions["start"], onFailure: (failure: Failure) => void) {
  const router = useRouter();
  const starting = useAction(start, undefined, onFailure);
  const lasts = detail.rotation !== null;
  useEffect(() => {
    if (!lasts) return;
    const timer = setInterval(() => document.visibilityState === "visible" && router.refresh(), REFRESH_EVERY_MS);
    return () => clearInterval(timer);
  }, [lasts, router]);
  return { busy: starting.pending, begin: () => void starting.run({ connectionId: detail.connection.id }) };
}
