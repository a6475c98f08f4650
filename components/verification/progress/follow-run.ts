import { attempt } from "#components/ui/attempt.ts";
import { fetchStream, pause, StreamOver } from "#components/ui/fetch-stream.ts";
import type { Failure } from "#kernel/result.ts";
import type { RunEvent } from "#lib/verification/shared/run-view.ts";

/** Milliseconds between attempts to reach the portal again. After about 20 seconds in total, the connection counts as lost. */
const WAITS_MS = [500, 1000, 2000, 4000, 4000, 4000];

export interface RunListener {
  readonly event: (event: RunEvent) => void;
  readonly lost: () => void;
  /** Called when the portal ends the stream with a failure. */
  readonly failed: (failure: Failure) => void;
}

/**
 * Follows a run that continues elsewhere: in another tab, in the worker, or in the portal after this tab's stream broke.
 * The portal sends the current state first, so no event is lost. Returns a function that stops following; also stops
 * when the run ends.
 */
export function followRun(url: string, listener: RunListener): () => void {
  const leave = new AbortController();
  void follow(url, listener, leave.signal).catch(() => undefined);
  return () => leave.abort();
}

/** @throws AbortError after the signal was aborted */
async function follow(url: string, listener: RunListener, signal: AbortSignal): Promise<void> {
  for (let failedAttempts = 0; ; failedAttempts++) {
    const answer = await attempt(() => fetchStream<RunEvent>(url, { signal }));
    signal.throwIfAborted();
    if (!answer.ok && (answer.code === "limited" || answer.code === "signed-out")) return listener.failed(answer);
    if (!answer.ok && answer.code !== "unavailable") return listener.lost();
    try {
      for await (const event of answer.ok ? answer.value : []) {
        failedAttempts = 0;
        signal.throwIfAborted();
        listener.event(event);
        if (event.kind === "failed" || (event.kind === "closed" && event.waiting === null)) return;
      }
    } catch (error) {
      if (error instanceof StreamOver && error.failure !== null) return listener.failed(error.failure);
    }
    const wait = WAITS_MS[failedAttempts];
    signal.throwIfAborted();
    if (wait === undefined) return listener.lost();
    await pause(wait, signal);
  }
}
