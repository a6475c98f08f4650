"use server";

import { webEnv } from "#kernel/process/env.ts";
import { appContextOf } from "#lib/connections/app-context.ts";
import { setFavorite as star } from "#lib/logs/groups/favorite-log-groups.ts";
import { listLogGroups as list, listLogStreams as streamsOf } from "#lib/logs/groups/list-log-groups.ts";
import {
  DeleteSavedSearchInput,
  FavoriteInput,
  removeSavedSearch as forget,
  saveSearch as keep,
  SaveSearchInput,
} from "#lib/logs/saved/saved-searches-save.ts";
import { openLogReader } from "#lib/logs/sessions/open-log-reader.ts";
import { LogGroupsQueryInput, LogStreamsQueryInput } from "#lib/logs/shared/log-inputs.ts";
import { customerAction } from "#lib/request/guards/customer-action.ts";

export const listLogGroups = customerAction(
  LogGroupsQueryInput,
  async ({ actor, input }) => {
    const reader = await openLogReader(actor, appContextOf(webEnv()), input.connectionId, input.region, "list-groups");
    return reader.ok ? list(reader.value, input, input.region) : reader;
  },
  { reads: true },
);

export const listLogStreams = customerAction(
  LogStreamsQueryInput,
  async ({ actor, input }) => {
    const reader = await openLogReader(actor, appContextOf(webEnv()), input.connectionId, input.region, "list-streams");
    return reader.ok ? streamsOf(reader.value, input, input.region) : reader;
  },
  { reads: true },
);

export const saveSearch = customerAction(SaveSearchInput, ({ actor, input }) => keep(actor, input));

export const removeSavedSearch = customerAction(DeleteSavedSearchInput, ({ actor, input }) => forget(actor, input.id));

export const setFavorite = customerAction(FavoriteInput, ({ actor, input }) => star(actor, input));
