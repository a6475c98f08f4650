import { inTransaction } from "#db/in-transaction.ts";
import { type AuditPlace, staffAudit } from "#db/queries/staff-audit.ts";
import { staffCustomerNames } from "#db/queries/staff-customer-names.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { CustomerId } from "#kernel/ids.ts";
import { auditCursorOf } from "./audit-cursor.ts";
import { auditRowsOf } from "./audit-rows-of.ts";
import type { AuditView } from "./shared/fleet-view.ts";

const PAGE_SIZE = 50;

/** A page of the newest audit events, of all chains or of one customer's, and how to get the next older one. */
export function findAudit(
  actor: StaffActor,
  asked: { readonly customerId: CustomerId | null; readonly before: AuditPlace | null },
): Promise<AuditView> {
  return inTransaction(
    actor,
    async (tx) => {
      const rows = await staffAudit(tx, { ...asked, limit: PAGE_SIZE + 1 });
      const page = rows.slice(0, PAGE_SIZE);
      const last = page.at(-1);
      return {
        customerId: asked.customerId,
        events: await auditRowsOf(tx, page),
        before: rows.length > PAGE_SIZE && last !== undefined ? auditCursorOf(last) : null,
        customers: await staffCustomerNames(tx),
      };
    },
    { readOnly: true },
  );
}
