import { currentRequestId, inRequest, log, newRequestId } from "#kernel/process/log.ts";

/**
 * Logs an unexpected error and returns the reference that is shown to the person: the ID of the request, which every line of
 * this request has in the log.
 */
export function logUnexpected(where: string, error: unknown): string {
  const reference = currentRequestId() ?? newRequestId();
  inRequest(reference, () => log("error", "unexpected error", { where }, error));
  return reference;
}
