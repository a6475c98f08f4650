import type { Metadata } from "next";
import { findCustomers, verifyChain } from "#app/(staff)/admin/actions.ts";
import { viewsOf } from "#app/(staff)/admin/views/views-of.ts";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { AuditScreen } from "#components/staff/audit/audit-screen.tsx";
import { readListQuery } from "#lib/lists/shared/list-query.ts";
import { staffPage } from "#lib/request/guards/staff-page.ts";
import { findAudit } from "#lib/staff/find-audit.ts";
import { AUDIT_LIST } from "#lib/staff/shared/audit-view.ts";

export const metadata: Metadata = { title: "Audit log" };

export default staffPage(undefined, async ({ actor, viewer, searchParams }) => {
  const [audit, views] = await Promise.all([findAudit(actor, readListQuery(AUDIT_LIST, searchParams)), viewsOf(actor, "audit")]);
  return (
    <PortalFrame viewer={viewer} active="audit" crumbs={[{ text: "Audit log" }]}>
      <AuditScreen audit={audit} views={views} now={Date.now()} role={actor.role} findCustomers={findCustomers} verifyChain={verifyChain} />
    </PortalFrame>
  );
});
