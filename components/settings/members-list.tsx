"use client";

import type { TableProps } from "@cloudscape-design/components/table";
import { ListPager } from "#components/staff/lists/list-pager.tsx";
import { useList } from "#components/staff/lists/use-list.ts";
import { PausedFilter } from "#components/ui/paused-filter.tsx";
import { MEMBER_LIST, type MemberView, type SettingsView } from "#lib/customers/shared/customer-view.ts";
import type { ListQuery } from "#lib/staff/shared/list-query.ts";

/** Which page of the members is shown. */
export interface MembersPage {
  readonly query: ListQuery;
  /** The number of the first row, from 1. */
  readonly start: number;
  /** Cursors of the pages before and after. */
  readonly previous: string | null;
  readonly next: string | null;
}

/** More members than this have a field to find one. */
const MOST_WITHOUT_FILTER = 10;

/** The filter, the pager and the text without a match for the table of members, if there are enough members for them. */
export function useMembersList(
  { members, counts }: SettingsView,
  { query, start, previous, next }: MembersPage,
): Pick<TableProps<MemberView>, "filter" | "footer" | "empty" | "loading"> {
  const list = useList(MEMBER_LIST, query);
  const view = { query, rows: members, start, total: counts.matching, isMore: false, all: counts.members, previous, next };
  return {
    empty: `No member matches “${query.search}”.`,
    ...(counts.members > MOST_WITHOUT_FILTER && {
      filter: <PausedFilter label="Find a member" text={query.search} onChange={(search) => list.change({ search })} />,
    }),
    ...((previous !== null || next !== null) && {
      footer: <ListPager view={{ ...view, facets: [], countedAt: null, names: {} }} list={list} />,
    }),
  };
}
