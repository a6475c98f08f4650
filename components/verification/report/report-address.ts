/** The page of a run's receipt. */
export function reportAddress(connectionId: string, runId: string): string {
  return `/connections/${connectionId}/receipts/${runId}`;
}

/** The same as a JSON file. */
export function reportFileAddress(connectionId: string, runId: string): string {
  return `/api${reportAddress(connectionId, runId)}`;
}
