import { useEffect, useRef, useState } from "react";
import { useStableCallback } from "#components/ui/use-stable-callback.ts";
import type { Action } from "#kernel/action.ts";
import type { Result } from "#kernel/result.ts";
import type { QueryRecordView } from "#lib/logs/insights/shared/query-view.ts";

export type OpenRecord = Action<{ readonly connectionId: string; readonly queryId: string; readonly pointer: string }, QueryRecordView>;

/** The whole event of a row. AWS is asked only when the person wants it: its quota for this call is small. */
export type WholeEvent =
  | { readonly kind: "closed" }
  | { readonly kind: "loading" }
  | { readonly kind: "open"; readonly fields: QueryRecordView["fields"] }
  /** AWS no longer has the event. */
  | { readonly kind: "expired"; readonly message: string }
  | { readonly kind: "failed"; readonly message: string };

export interface EventPointer {
  readonly connectionId: string;
  readonly queryId: string;
  /** The `@ptr` of the row. */
  readonly pointer: string;
}

/** The event that a row points to, and a function that asks AWS for it. */
export function useWholeEvent(
  of: EventPointer | null,
  openRecord: OpenRecord | undefined,
): { readonly event: WholeEvent; readonly open: () => void } {
  const [event, setEvent] = useState<WholeEvent>({ kind: "closed" });
  const gone = useRef(false);
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
    };
  }, []);
  const open = useStableCallback(async () => {
    if (of === null || openRecord === undefined) return;
    setEvent({ kind: "loading" });
    const next = await openRecord(of).then(wholeEventOf, () => wholeEventOf(null));
    if (!gone.current) setEvent(next);
  });
  return { event, open };
}

/** What an answer shows; null: there was none. An event that is gone can't be asked for again, other failures can. */
export function wholeEventOf(answer: Result<QueryRecordView> | null): WholeEvent {
  if (answer === null) return { kind: "failed", message: "The portal did not respond. Try again." };
  if (answer.ok) return { kind: "open", fields: answer.value.fields };
  return { kind: answer.code === "not-found" ? "expired" : "failed", message: answer.message };
}
