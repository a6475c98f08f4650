/** The page of a run's receipt. */
export function receiptAddress(connectionId: string, runId: string): string {
  return `/connections/${connectionId}/receipts/${runId}`;
}

/** The same as a JSON file. */
export function receiptFileAddress(connectionId: string, runId: string): string {
  return `/api${receiptAddress(connectionId, runId)}`;
}
