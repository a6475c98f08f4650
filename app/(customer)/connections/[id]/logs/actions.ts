"use server";

import { deploymentOf } from "#lib/connections/deployment.ts";
import { systemClock } from "#lib/kernel/clock.ts";
import { webEnv } from "#lib/kernel/env.ts";
import { ok } from "#lib/kernel/result.ts";
import { setFavourite as star } from "#lib/logs/favourite-log-groups.ts";
import { listLogGroups as list } from "#lib/logs/list-log-groups.ts";
import { listLogStreams as streamsOf } from "#lib/logs/list-log-streams.ts";
import { LogGroupsQueryInput, LogSearchInput, LogStreamsQueryInput } from "#lib/logs/log-inputs.ts";
import { openLogReader } from "#lib/logs/open-log-reader.ts";
import { DeleteSavedSearchInput, FavouriteInput, SaveSearchInput } from "#lib/logs/saved-searches-input.ts";
import { removeSavedSearch as forget } from "#lib/logs/saved-searches-remove.ts";
import { saveSearch as keep } from "#lib/logs/saved-searches-save.ts";
import { searchLogEvents as search } from "#lib/logs/search-log-events.ts";
import { sentParts } from "#lib/logs/sent-part-view.ts";
import { whilePresent } from "#lib/logs/while-present.ts";
import { customerAction } from "#lib/request/customer-action.ts";
import { customerStream } from "#lib/request/customer-stream.ts";
import { presenceOf } from "#lib/request/presence-of.ts";

export const listLogGroups = customerAction(
  LogGroupsQueryInput,
  async ({ actor, input }) => {
    const reader = await openLogReader(actor, deploymentOf(webEnv()), input.connectionId, input.region, "list-groups");
    return reader.ok ? list(reader.value, input, input.region) : reader;
  },
  { reads: true },
);

export const listLogStreams = customerAction(
  LogStreamsQueryInput,
  async ({ actor, input }) => {
    const reader = await openLogReader(actor, deploymentOf(webEnv()), input.connectionId, input.region, "list-streams");
    return reader.ok ? streamsOf(reader.value, input, input.region) : reader;
  },
  { reads: true },
);

export const searchLogEvents = customerStream(
  LogSearchInput,
  async ({ actor, input }) => {
    const reader = await openLogReader(actor, deploymentOf(webEnv()), input.connectionId, input.region, "search");
    return reader.ok ? ok(sentParts(search(whilePresent(reader.value, await presenceOf(actor)), input, systemClock))) : reader;
  },
  { reads: true },
);

export const saveSearch = customerAction(SaveSearchInput, ({ actor, input }) => keep(actor, input));

export const removeSavedSearch = customerAction(DeleteSavedSearchInput, ({ actor, input }) => forget(actor, input.id));

export const setFavourite = customerAction(FavouriteInput, ({ actor, input }) => star(actor, input));
