import type { Metadata } from "next";
import { PortalFrame } from "#components/frame/portal-frame.tsx";
import { AuditScreen } from "#components/staff/dashboard/audit-screen.tsx";
import { CustomerId } from "#kernel/ids.ts";
import { staffPage } from "#lib/request/guards/staff-page.ts";
import { parsedOrNotFound } from "#lib/request/pages/page-props.ts";
import { AuditCursor, findAudit } from "#lib/staff/find-audit.ts";

export const metadata: Metadata = { title: "Audit log" };

export default staffPage(undefined, async ({ actor, viewer, searchParams }) => {
  const customerId = parsedOrNotFound(CustomerId.optional(), searchParams["customer"]);
  const before = parsedOrNotFound(AuditCursor.optional(), searchParams["before"]);
  const audit = await findAudit(actor, { customerId: customerId ?? null, before: before ?? null });
  return (
    <PortalFrame viewer={viewer} active="audit" crumbs={[{ text: "Audit log" }]}>
      <AuditScreen audit={audit} />
    </PortalFrame>
  );
});
