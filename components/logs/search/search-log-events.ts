import { askForStream } from "#components/ui/ask-for-stream.ts";
import type { Result } from "#kernel/result.ts";
import type { LogSearch, LogSearchPart } from "#lib/logs/shared/log-view.ts";

/** While others of the same person's streams are open, the portal is asked again this often before it is said. */
const WAITS = 2;

/** One bounded call of a search. @throws as `askForStream` does */
export function searchLogEvents(
  { connectionId, ...search }: LogSearch,
  signal?: AbortSignal,
): Promise<Result<AsyncGenerator<LogSearchPart, void>>> {
  return askForStream(`/api/connections/${connectionId}/search`, { body: search, signal, waits: WAITS });
}
