import type { Metadata } from "next";
import { findCustomers } from "#app/(staff)/admin/actions.ts";
import { viewsOf } from "#app/(staff)/admin/views/views-of.ts";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { FleetPeopleScreen } from "#components/staff/people/fleet-people-screen.tsx";
import { readListQuery } from "#lib/lists/shared/list-query.ts";
import { staffPage } from "#lib/request/guards/staff-page.ts";
import { listPeople } from "#lib/staff/lists/list-people.ts";
import { PERSON_LIST } from "#lib/staff/shared/people-view.ts";

export const metadata: Metadata = { title: "People" };

export default staffPage(undefined, async ({ actor, viewer, searchParams }) => {
  const [view, views] = await Promise.all([listPeople(actor, readListQuery(PERSON_LIST, searchParams)), viewsOf(actor, "people")]);
  return (
    <PortalFrame viewer={viewer} active="people" crumbs={[{ text: "People" }]}>
      <FleetPeopleScreen view={view} views={views} now={Date.now()} findCustomers={findCustomers} />
    </PortalFrame>
  );
});
