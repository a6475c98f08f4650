import type { RunView } from "#lib/verification/run-view.ts";

/** Saves a run's receipt as JSON, made in the browser from what the page shows. Times are milliseconds since 1970, UTC. */
export function downloadReceipt(run: RunView): void {
  const url = URL.createObjectURL(new Blob([`${JSON.stringify(run, null, 2)}\n`], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `sallyport-receipt-${run.id}.json`;
  link.click();
  URL.revokeObjectURL(url);
}
