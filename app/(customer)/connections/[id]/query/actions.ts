"use server";

import { webEnv } from "#kernel/process/env.ts";
import { systemClock } from "#kernel/time/clock.ts";
import { appContextOf } from "#lib/connections/app-context.ts";
import { estimateQuery as estimate, saveThreshold } from "#lib/logs/insights/estimate-query.ts";
import { readRecord } from "#lib/logs/insights/read-result.ts";
import { removeSavedQuery as remove, saveQuery as save } from "#lib/logs/insights/saved-queries.ts";
import { EstimateInput, RecordInput, RemoveQueryInput, SaveQueryInput, ThresholdInput } from "#lib/logs/insights/shared/query-inputs.ts";
import { openLogReader } from "#lib/logs/sessions/open-log-reader.ts";
import { customerAction } from "#lib/request/guards/customer-action.ts";

const LONGEST_MS = 20_000;

/** What a query of these log groups would probably scan. Free: it starts no query. */
export const estimateQuery = customerAction(
  EstimateInput,
  async ({ actor, input }) => {
    const reader = await openLogReader(actor, appContextOf(webEnv()), input.connectionId, input.region, "query");
    if (!reader.ok) return reader;
    return estimate(actor, reader.value, input, { clock: systemClock, signal: AbortSignal.timeout(LONGEST_MS) });
  },
  { reads: true },
);

/** All fields of the event of a row. */
export const openQueryRecord = customerAction(
  RecordInput,
  ({ actor, input }) => {
    const open = (region: string) => openLogReader(actor, appContextOf(webEnv()), input.connectionId, region, "query");
    return readRecord(actor, open, input, systemClock);
  },
  { reads: true },
);

export const setQueryThreshold = customerAction(ThresholdInput, ({ actor, input }) => saveThreshold(actor, input), { owner: true });

export const saveQuery = customerAction(SaveQueryInput, ({ actor, input }) => save(actor, input));

export const removeSavedQuery = customerAction(RemoveQueryInput, ({ actor, input }) => remove(actor, input.id));
