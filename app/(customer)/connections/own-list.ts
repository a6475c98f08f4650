import type { CustomerActor } from "#kernel/actor.ts";
import { webEnv } from "#kernel/process/env.ts";
import { appContextOf } from "#lib/connections/app-context.ts";
import { OWN_CONNECTION_LIST, type OwnConnections, type OwnSegment } from "#lib/connections/shared/own-list.ts";
import { listOwnConnections, ownListOrder } from "#lib/connections/views/list-own-connections.ts";
import { around, PAGE_SIZE, startOf } from "#lib/lists/cursor.ts";
import { type ListQuery, readListQuery } from "#lib/lists/shared/list-query.ts";
import type { SearchParams } from "#lib/request/pages/page-props.ts";

/** One page of the customer's own connections, as the address asks for it. */
export async function ownConnectionsOf(actor: CustomerActor, suspended: boolean, params: SearchParams) {
  const query: ListQuery = readListQuery(OWN_CONNECTION_LIST, params);
  const segment = (query.filters["show"]?.[0] ?? "all") as OwnSegment;
  const asked = { segment, search: query.search, suspended };
  const start = startOf(query, ownListOrder(actor, asked));
  const page = await listOwnConnections(actor, appContextOf(webEnv()), asked, start.start, PAGE_SIZE);
  const list: OwnConnections = page;
  return { query, list, ...around(page, start) };
}
