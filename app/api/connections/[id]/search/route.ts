import { ConnectionId } from "#kernel/ids.ts";
import { webEnv } from "#kernel/process/env.ts";
import { NOT_FOUND, ok } from "#kernel/result.ts";
import { systemClock } from "#kernel/time/clock.ts";
import { appContextOf } from "#lib/connections/app-context.ts";
import { whilePresent } from "#lib/logs/log-reader.ts";
import { searchLogEvents } from "#lib/logs/search/search-log-events.ts";
import { openLogReader } from "#lib/logs/sessions/open-log-reader.ts";
import { LogSearchInput } from "#lib/logs/shared/log-inputs.ts";
import { customerStream } from "#lib/request/streams/customer-stream.ts";

/**
 * Runs one bounded call of a search and sends server-sent events: the rows of each page, the progress, and the cursor for the
 * next call.
 */
export const POST = customerStream<typeof LogSearchInput, { id: string }>(
  LogSearchInput,
  async ({ actor, input, params, isPresent }) => {
    const id = ConnectionId.safeParse(params.id);
    if (!id.success) return NOT_FOUND;
    const reader = await openLogReader(actor, appContextOf(webEnv()), id.data, input.region, "search");
    if (!reader.ok) return reader;
    const parts = searchLogEvents(whilePresent(reader.value, isPresent), input, systemClock);
    return ok({ parts, isAllowed: reader.value.stillReadable });
  },
  { reads: true },
);
