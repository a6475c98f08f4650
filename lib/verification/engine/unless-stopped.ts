/** Waits for work that others share and that must not be stopped, but no longer than the signal allows. */
export function unlessStopped<T>(work: Promise<T>, signal: AbortSignal, whenStopped: T): Promise<T> {
  return new Promise((resolve, reject) => {
    const stopped = () => resolve(whenStopped);
    if (signal.aborted) stopped();
    signal.addEventListener("abort", stopped, { once: true });
    work.then(resolve, reject);
  });
}
