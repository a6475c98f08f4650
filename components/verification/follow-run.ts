import type { RunEvent } from "#lib/verification/run-view.ts";

/** How long we let the browser try to reach the portal again before we say that the line is lost. */
const PATIENCE_MS = 20_000;

/**
 * Listens to a run that goes on elsewhere: another tab's, the worker's, or our own after its stream broke. The portal
 * tells where the run stands first, so nothing is missed. Returns the way to stop; stops by itself at the end.
 */
export function followRun(url: string, told: { event: (event: RunEvent) => void; lost: () => void }): () => void {
  const source = new EventSource(url);
  let patience: ReturnType<typeof setTimeout> | undefined;
  const stop = () => {
    clearTimeout(patience);
    source.close();
  };
  const giveUp = () => {
    stop();
    told.lost();
  };
  source.onmessage = (message: MessageEvent<string>) => {
    clearTimeout(patience);
    patience = undefined;
    const event = JSON.parse(message.data) as RunEvent;
    if (event.kind === "failed" || (event.kind === "closed" && event.waiting === null)) stop();
    told.event(event);
  };
  source.onerror = () => {
    if (source.readyState === EventSource.CLOSED) giveUp();
    else patience ??= setTimeout(giveUp, PATIENCE_MS);
  };
  return stop;
}
