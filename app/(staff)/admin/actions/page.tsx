import type { Metadata } from "next";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { ActionsScreen } from "#components/staff/actions/actions-screen.tsx";
import { readListQuery } from "#lib/lists/shared/list-query.ts";
import { staffPage } from "#lib/request/guards/staff-page.ts";
import { listActions } from "#lib/staff/actions/list-actions.ts";
import { ACTION_LIST } from "#lib/staff/shared/action-view.ts";

export const metadata: Metadata = { title: "Actions" };

export default staffPage(undefined, async ({ actor, viewer, searchParams }) => (
  <PortalFrame viewer={viewer} active="actions" crumbs={[{ text: "Actions" }]}>
    <ActionsScreen view={await listActions(actor, readListQuery(ACTION_LIST, searchParams))} now={Date.now()} />
  </PortalFrame>
));
