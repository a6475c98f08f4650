import { fetchStream, type Send } from "#components/ui/fetch-stream.ts";
import type { Result } from "#kernel/result.ts";
import type { LogSearch, LogSearchPart } from "#lib/logs/shared/log-view.ts";

/** Number of retries while the user's other streams use up the limit, before the failure is shown. */
const WAITS = 2;

/** Makes one bounded call of a search. @throws the same errors as `fetchStream` */
export function searchLogEvents(
  { connectionId, ...search }: LogSearch,
  signal?: AbortSignal,
  send?: Send,
): Promise<Result<AsyncGenerator<LogSearchPart, void>>> {
  return fetchStream(`/api/connections/${connectionId}/search`, { body: search, signal, waits: WAITS, ...(send && { send }) });
}

/** Milliseconds: too short to be noticed, long enough for the request to be sent. */
const HEAD_START_MS = 30;

/** Renders a change after its request was sent, because rendering would delay the request. */
export function renderAfterRequest(render: () => void): void {
  setTimeout(render, HEAD_START_MS);
}
