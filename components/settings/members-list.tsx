"use client";

import type { TableProps } from "@cloudscape-design/components/table";
import { lazy } from "react";
import { LoadedOnUse } from "#components/ui/loaded-on-use.tsx";
import type { MemberView, SettingsView } from "#lib/customers/shared/customer-view.ts";
import type { MembersPage } from "./members-tools.tsx";

/** Most companies have few members, and need neither. */
const MembersFilter = lazy(() => import("./members-tools.tsx").then((found) => ({ default: found.MembersFilter })));
const MembersPager = lazy(() => import("./members-tools.tsx").then((found) => ({ default: found.MembersPager })));

/** More members than this have a field to find one. */
const MOST_WITHOUT_FILTER = 10;

/** The filter, the pager and the text without a match for the table of members, if there are enough members for them. */
export function membersList(settings: SettingsView, page: MembersPage): Pick<TableProps<MemberView>, "filter" | "footer" | "empty"> {
  return {
    empty: `No member matches “${page.query.search}”.`,
    ...(settings.counts.members > MOST_WITHOUT_FILTER && {
      filter: (
        <LoadedOnUse loading={null}>
          <MembersFilter page={page} />
        </LoadedOnUse>
      ),
    }),
    ...((page.previous !== null || page.next !== null) && {
      footer: (
        <LoadedOnUse loading={null}>
          <MembersPager settings={settings} page={page} />
        </LoadedOnUse>
      ),
    }),
  };
}
