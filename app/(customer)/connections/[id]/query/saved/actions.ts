"use server";

import { webEnv } from "#kernel/process/env.ts";
import { ok } from "#kernel/result.ts";
import { systemClock } from "#kernel/time/clock.ts";
import { appContextOf } from "#lib/connections/app-context.ts";
import { checkLogGroups as check } from "#lib/logs/insights/check-log-groups.ts";
import { deleteQueryHistory as deleteHistory, findQueryHistory } from "#lib/logs/insights/query-history.ts";
import {
  changeSavedQuery as change,
  removeSavedQuery as remove,
  saveQuery as save,
  savedQueriesFor,
} from "#lib/logs/insights/saved-queries.ts";
import {
  ChangeQueryInput,
  CheckGroupsInput,
  NoInput,
  QueryHistoryInput,
  RemoveQueryInput,
  SaveQueryInput,
} from "#lib/logs/insights/shared/query-inputs.ts";
import { openLogReader } from "#lib/logs/sessions/open-log-reader.ts";
import { customerAction } from "#lib/request/guards/customer-action.ts";

/** The queries that the person saved and those that colleagues share. */
export const listSavedQueries = customerAction(NoInput, async ({ actor }) => ok(await savedQueriesFor(actor)));

export const saveQuery = customerAction(SaveQueryInput, ({ actor, input }) => save(actor, input));

export const changeSavedQuery = customerAction(ChangeQueryInput, ({ actor, input }) => change(actor, input));

export const removeSavedQuery = customerAction(RemoveQueryInput, ({ actor, input }) => remove(actor, input.id));

/** A page of the person's own queries of the last 30 days. */
export const listQueryHistory = customerAction(QueryHistoryInput, ({ actor, input }) => findQueryHistory(actor, input, systemClock));

export const deleteQueryHistory = customerAction(NoInput, ({ actor }) => deleteHistory(actor));

/** Which log groups of a link a query can't read. Free: it starts no query. */
export const checkLogGroups = customerAction(
  CheckGroupsInput,
  async ({ actor, input }) => {
    const reader = await openLogReader(actor, appContextOf(webEnv()), input.connectionId, input.region, "list-groups");
    return reader.ok ? check(reader.value, input.region, input.logGroups) : reader;
  },
  { reads: true },
);
