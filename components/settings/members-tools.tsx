"use client";

import { ListPager } from "#components/staff/lists/list-pager.tsx";
import { useList } from "#components/staff/lists/use-list.ts";
import { PausedFilter } from "#components/ui/paused-filter.tsx";
import { MEMBER_LIST, type SettingsView } from "#lib/customers/shared/customer-view.ts";
import type { ListQuery } from "#lib/lists/shared/list-query.ts";

/** Which page of the members is shown. */
export interface MembersPage {
  readonly query: ListQuery;
  /** The number of the first row, from 1. */
  readonly start: number;
  /** Cursors of the pages before and after. */
  readonly previous: string | null;
  readonly next: string | null;
}

/** The field to find members by a part of an address or name. */
export function MembersFilter({ page }: { readonly page: MembersPage }) {
  const list = useList(MEMBER_LIST, page.query);
  return <PausedFilter label="Find a member" text={page.query.search} onChange={(search) => list.change({ search })} />;
}

/** The pages of the members. */
export function MembersPager({ settings, page }: { readonly settings: SettingsView; readonly page: MembersPage }) {
  const { members, counts } = settings;
  const list = useList(MEMBER_LIST, page.query);
  const view = { ...page, rows: members, total: counts.matching, isMore: false, all: counts.members };
  return <ListPager view={{ ...view, facets: [], countedAt: null, names: {} }} list={list} />;
}
