import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { stopAction } from "#app/(staff)/admin/actions/actions.ts";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { ActionScreen } from "#components/staff/actions/action-screen.tsx";
import { readListQuery } from "#lib/lists/shared/list-query.ts";
import { staffPage } from "#lib/request/guards/staff-page.ts";
import { parsedOrNotFound } from "#lib/request/pages/page-props.ts";
import { findAction } from "#lib/staff/actions/list-actions.ts";
import { actionItemList } from "#lib/staff/shared/action-view.ts";

export const metadata: Metadata = { title: "Action" };

const ActionId = z.uuid().toLowerCase();

export default staffPage<{ id: string }>(undefined, async ({ actor, viewer, params, searchParams }) => {
  const id = parsedOrNotFound(ActionId, params.id);
  const action = await findAction(actor, id, readListQuery(actionItemList(id), searchParams));
  if (action === null) notFound();
  return (
    <PortalFrame viewer={viewer} active="actions" crumbs={[{ text: "Actions", href: "/admin/actions" }, { text: action.title }]}>
      <ActionScreen action={action} now={Date.now()} role={actor.role} stop={stopAction} />
    </PortalFrame>
  );
});
