/** Path of the page with a run's verification report. */
export function reportAddress(connectionId: string, runId: string): string {
  return `/connections/${connectionId}/receipts/${runId}`;
}

/** Path of the same report as a JSON file. */
export function reportFileAddress(connectionId: string, runId: string): string {
  return `/api${reportAddress(connectionId, runId)}`;
}
