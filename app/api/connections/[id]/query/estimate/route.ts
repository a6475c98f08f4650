import { ConnectionId } from "#kernel/ids.ts";
import { webEnv } from "#kernel/process/env.ts";
import { NOT_FOUND } from "#kernel/result.ts";
import { systemClock } from "#kernel/time/clock.ts";
import { appContextOf } from "#lib/connections/app-context.ts";
import { estimateQuery } from "#lib/logs/insights/estimate-query.ts";
import { EstimateInput } from "#lib/logs/insights/shared/query-inputs.ts";
import type { EstimateAnswer } from "#lib/logs/insights/shared/query-view.ts";
import { openLogReader } from "#lib/logs/sessions/open-log-reader.ts";
import { customerRoute } from "#lib/request/guards/customer-route.ts";
import { failureResponse } from "#lib/request/pages/failure-response.ts";

/** Milliseconds. An estimate that takes longer than this helps nobody. */
const LONGEST_MS = 20_000;

const estimateResponse = (body: EstimateAnswer) => Response.json(body, { headers: { "cache-control": "no-store" } });

/**
 * What a query of these log groups would probably scan. It is free: it asks AWS for the sizes of the log groups, within the quota of the
 * account, and starts no query. A route and not a server action, because a browser sends actions one after the other and can't cancel one.
 */
export const POST = customerRoute<typeof EstimateInput, { id: string }>(
  EstimateInput,
  async ({ actor, input, params, request }) => {
    const id = ConnectionId.safeParse(params.id);
    if (!id.success) return failureResponse(NOT_FOUND);
    const reader = await openLogReader(actor, appContextOf(webEnv()), id.data, input.region, "query");
    if (!reader.ok) return failureResponse(reader);
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(LONGEST_MS)]);
    const found = await estimateQuery(actor, reader.value, { ...input, connectionId: id.data }, { clock: systemClock, signal });
    if (found.ok) return estimateResponse(found.value);
    // Nothing is wrong with the request: a link can name log groups that have been deleted since.
    const isGone = found.code === "not-found" && found.fields?.["logGroups"] !== undefined;
    return isGone ? estimateResponse({ refused: found.message }) : failureResponse(found);
  },
  { reads: true },
);
