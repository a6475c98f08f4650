import { ConnectionId } from "#kernel/ids.ts";
import { webEnv } from "#kernel/process/env.ts";
import { NOT_FOUND, ok } from "#kernel/result.ts";
import { systemClock } from "#kernel/time/clock.ts";
import { appContextOf } from "#lib/connections/app-context.ts";
import { runQuery } from "#lib/logs/insights/run-query.ts";
import { RunQueryInput } from "#lib/logs/insights/shared/query-inputs.ts";
import { whilePresent } from "#lib/logs/log-reader.ts";
import { openLogReader } from "#lib/logs/sessions/open-log-reader.ts";
import { customerStream } from "#lib/request/streams/customer-stream.ts";

/**
 * Runs a query of CloudWatch Logs Insights and sends its progress and its rows as server-sent events. AWS bills it by the bytes
 * scanned, so it stops when the browser disconnects, and only a POST from the portal's own pages starts it.
 */
export const POST = customerStream<typeof RunQueryInput, { id: string }>(
  RunQueryInput,
  async ({ actor, input, params, signal, isPresent }) => {
    const id = ConnectionId.safeParse(params.id);
    if (!id.success) return NOT_FOUND;
    const reader = await openLogReader(actor, appContextOf(webEnv()), id.data, input.region, "query");
    if (!reader.ok) return reader;
    const run = { connectionId: id.data, input, clock: systemClock, signal };
    const parts = runQuery(actor, whilePresent(reader.value, isPresent), run);
    return parts.ok ? ok({ parts: parts.value, isAllowed: reader.value.stillReadable }) : parts;
  },
  { reads: true },
);
