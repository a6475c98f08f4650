import { tagsOfCustomers } from "#db/queries/staff/customer-records.ts";
import { ownersOfCustomers, staffCustomerPage } from "#db/queries/staff/staff-customers.ts";
import { CUSTOMER_STATUS_WORDS } from "#kernel/verification/connection-status.ts";
import { CUSTOMER_LIST, type ListCustomer, type NextStep, statusLabel } from "#lib/staff/shared/list-view.ts";
import { customersNotice } from "./cut-notice.ts";
import { type Exported, ROWS_AT_ONCE, exportedTime as time } from "./exported-rows.ts";
import { customerFilterOf, customerOrderOf, listCustomerOf } from "./list-customers.ts";

/** "Customer: Fix trust policy" */
export const exportedStep = (next: NextStep | null): string => (next === null ? "" : `${next.owner}: ${next.what}`);

export const EXPORTED_CUSTOMERS: Exported = {
  spec: CUSTOMER_LIST,
  sort: "created",
  columns: [
    "customer",
    "customerId",
    "worstStatus",
    "suspendedAt",
    "connections",
    "connected",
    "quarantined",
    "accessDenied",
    "expired",
    "oldestVerificationAt",
    "tags",
    "owners",
    "nextStep",
    "waitingSince",
    "createdAt",
  ],
  async prepare(tx, actor, query) {
    const filter = await customerFilterOf(tx, actor, query);
    return {
      remark: customersNotice(query.search, filter.match),
      order: customerOrderOf(query),
      async read(inner, order, start) {
        const page = await staffCustomerPage(inner, filter, order, start, ROWS_AT_ONCE);
        const ids = page.rows.map(({ id }) => id);
        const [tags, owners] = [await tagsOfCustomers(inner, ids), await ownersOfCustomers(inner, ids)];
        return {
          next: page.next,
          rows: page.rows
            .map((row) => listCustomerOf(row, tags.get(row.id)))
            .map((row) => ({
              customer: row.name,
              customerId: row.id,
              worstStatus: worstStatusOf(row),
              suspendedAt: time(row.suspendedAt),
              connections: String(row.connections),
              connected: String(row.verified),
              quarantined: String(row.quarantined),
              accessDenied: String(row.accessDenied),
              expired: String(row.expired),
              oldestVerificationAt: time(row.oldestVerificationAt),
              tags: row.tags.join(", "),
              owners: (owners.get(row.id) ?? []).join(", "),
              nextStep: exportedStep(row.nextStep),
              waitingSince: time(row.nextStep?.since ?? null),
              createdAt: time(row.createdAt),
            })),
        };
      },
    };
  },
};

function worstStatusOf({ suspendedAt, worst }: ListCustomer): string {
  if (suspendedAt !== null) return CUSTOMER_STATUS_WORDS.suspended;
  return worst === null ? CUSTOMER_STATUS_WORDS.none : statusLabel(worst);
}
