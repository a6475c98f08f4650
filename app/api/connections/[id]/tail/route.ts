import { eventStream } from "#app/api/event-stream.ts";
import { deploymentOf } from "#lib/connections/deployment.ts";
import { systemClock } from "#lib/kernel/clock.ts";
import { webEnv } from "#lib/kernel/env.ts";
import { ConnectionId } from "#lib/kernel/ids.ts";
import { fail } from "#lib/kernel/result.ts";
import { openLogReader } from "#lib/logs/open-log-reader.ts";
import { TailInput } from "#lib/logs/tail-input.ts";
import { tailLogEvents } from "#lib/logs/tail-log-events.ts";
import { whilePresent } from "#lib/logs/while-present.ts";
import { customerRoute } from "#lib/request/customer-route.ts";
import { failureResponse } from "#lib/request/failure-response.ts";
import { presenceOf } from "#lib/request/presence-of.ts";

/** AWS's Live Tail as server-sent events. It costs, so it ends when the browser goes, and it is begun by a POST of ours alone. */
export const POST = customerRoute<typeof TailInput, { id: string }>(
  TailInput,
  async ({ actor, input, request, params }) => {
    const id = ConnectionId.safeParse(params.id);
    if (!id.success) return failureResponse(fail("not-found", "not found"));
    const reader = await openLogReader(actor, deploymentOf(webEnv()), id.data, input.region, "tail");
    if (!reader.ok) return failureResponse(reader);
    const tail = { connectionId: id.data, query: input, clock: systemClock, signal: request.signal };
    const parts = await tailLogEvents(actor, whilePresent(reader.value, await presenceOf(actor)), tail);
    return parts.ok ? eventStream(parts.value) : failureResponse(parts);
  },
  { reads: true },
);
