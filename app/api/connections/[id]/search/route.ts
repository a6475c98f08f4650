import { deploymentOf } from "#lib/connections/deployment.ts";
import { systemClock } from "#lib/kernel/clock.ts";
import { webEnv } from "#lib/kernel/env.ts";
import { ConnectionId } from "#lib/kernel/ids.ts";
import { fail, ok } from "#lib/kernel/result.ts";
import { LogSearchInput } from "#lib/logs/log-inputs.ts";
import { openLogReader } from "#lib/logs/open-log-reader.ts";
import { searchLogEvents } from "#lib/logs/search-log-events.ts";
import { whilePresent } from "#lib/logs/while-present.ts";
import { customerStream } from "#lib/request/customer-stream.ts";

/** One bounded call of a search as server-sent events: rows as pages come, how far it is, and where to go on. */
export const POST = customerStream<typeof LogSearchInput, { id: string }>(
  LogSearchInput,
  async ({ actor, input, params, isPresent }) => {
    const id = ConnectionId.safeParse(params.id);
    if (!id.success) return fail("not-found", "not found");
    const reader = await openLogReader(actor, deploymentOf(webEnv()), id.data, input.region, "search");
    if (!reader.ok) return reader;
    const parts = searchLogEvents(whilePresent(reader.value, isPresent), input, systemClock);
    return ok({ parts, isAllowed: reader.value.stillReadable });
  },
  { reads: true },
);
