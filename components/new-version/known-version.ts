/** Whether this page knows that the portal runs another build than the one that it was loaded from. On the server it never does. */
let isKnown = false;
const listeners = new Set<() => void>();

/** Called by whatever finds out: a server action that is not recognized, a missing script, or the regular check. */
export function announceNewVersion(): void {
  if (isKnown) return;
  isKnown = true;
  for (const listener of listeners) listener();
}

export function isNewVersionKnown(): boolean {
  return isKnown;
}

export function onNewVersion(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
