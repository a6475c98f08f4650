import { ConnectionId } from "#kernel/ids.ts";
import { webEnv } from "#kernel/process/env.ts";
import { NOT_FOUND, ok } from "#kernel/result.ts";
import { systemClock } from "#kernel/time/clock.ts";
import { appContextOf } from "#lib/connections/app-context.ts";
import { readResult } from "#lib/logs/insights/read-result.ts";
import { ResultInput } from "#lib/logs/insights/shared/query-inputs.ts";
import { whilePresent } from "#lib/logs/log-reader.ts";
import { openLogReader } from "#lib/logs/sessions/open-log-reader.ts";
import { customerStream } from "#lib/request/streams/customer-stream.ts";

/** Sends one page of the stored result of a query, which AWS keeps for seven days, as server-sent events. */
export const POST = customerStream<typeof ResultInput, { id: string }>(
  ResultInput,
  async ({ actor, input, params, signal, isPresent }) => {
    const id = ConnectionId.safeParse(params.id);
    if (!id.success) return NOT_FOUND;
    const open = async (region: string) => {
      const reader = await openLogReader(actor, appContextOf(webEnv()), id.data, region, "query");
      return reader.ok ? ok(whilePresent(reader.value, isPresent)) : reader;
    };
    const result = await readResult(actor, open, { ...input, connectionId: id.data, clock: systemClock, signal });
    return result.ok ? ok({ parts: result.value.parts, isAllowed: result.value.reader.stillReadable }) : result;
  },
  { reads: true },
);
