import { ConnectionId } from "#kernel/ids.ts";
import { webEnv } from "#kernel/process/env.ts";
import { NOT_FOUND, ok } from "#kernel/result.ts";
import { systemClock } from "#kernel/time/clock.ts";
import { appContextOf } from "#lib/connections/app-context.ts";
import { whilePresent } from "#lib/logs/log-reader.ts";
import { openLogReader } from "#lib/logs/sessions/open-log-reader.ts";
import { TailInput, tailLogEvents } from "#lib/logs/tail/tail-log-events.ts";
import { customerStream } from "#lib/request/streams/customer-stream.ts";

/**
 * Sends AWS Live Tail as server-sent events. AWS bills it per minute, so it stops when the browser disconnects and only a POST
 * from the portal's own pages starts it.
 */
export const POST = customerStream<typeof TailInput, { id: string }>(
  TailInput,
  async ({ actor, input, params, signal, isPresent }) => {
    const id = ConnectionId.safeParse(params.id);
    if (!id.success) return NOT_FOUND;
    const reader = await openLogReader(actor, appContextOf(webEnv()), id.data, input.region, "tail");
    if (!reader.ok) return reader;
    const tail = { connectionId: id.data, query: input, clock: systemClock, signal };
    const parts = await tailLogEvents(actor, whilePresent(reader.value, isPresent), tail);
    return parts.ok ? ok({ parts: parts.value, isAllowed: reader.value.stillReadable }) : parts;
  },
  { reads: true },
);
