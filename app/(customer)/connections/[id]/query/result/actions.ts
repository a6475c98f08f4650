"use server";

import { webEnv } from "#kernel/process/env.ts";
import { systemClock } from "#kernel/time/clock.ts";
import { appContextOf } from "#lib/connections/app-context.ts";
import { readRecord, stopQuery } from "#lib/logs/insights/read-result.ts";
import { RecordInput, StopQueryInput } from "#lib/logs/insights/shared/query-inputs.ts";
import { openLogReader } from "#lib/logs/sessions/open-log-reader.ts";
import { customerAction } from "#lib/request/guards/customer-action.ts";

/** All fields of the event of a row. */
export const openQueryRecord = customerAction(
  RecordInput,
  ({ actor, input }) => {
    const open = (region: string) => openLogReader(actor, appContextOf(webEnv()), input.connectionId, region, "query");
    return readRecord(actor, open, input, systemClock);
  },
  { reads: true },
);

/** Stops a query that runs in another tab, or whose page is gone. */
export const stopOpenedQuery = customerAction(
  StopQueryInput,
  ({ actor, input }) => {
    const open = (region: string) => openLogReader(actor, appContextOf(webEnv()), input.connectionId, region, "stop-query");
    return stopQuery(actor, open, input);
  },
  { reads: true },
);
