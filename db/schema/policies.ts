import { sql } from "drizzle-orm";
import { pgPolicy } from "drizzle-orm/pg-core";
import { spApp, spOwner, spStaff, spWorker } from "./roles.ts";

// After a transaction the setting reads '' on its pooled connection, hence nullif; the sub-select is planned once.
const theCustomer = sql`(select nullif(current_setting('app.customer_id', true), '')::uuid)`;

/** Under FORCE the owner sees nothing either, and it is the owner whom definer functions and triggers run as. */
export const ownerSees = () => pgPolicy("owner", { to: spOwner, using: sql`true`, withCheck: sql`true` });

/** Staff and worker see all customers' rows; column grants in the walls narrow what of them. */
export const staffAndWorkerSee = () => pgPolicy("everyone", { to: [spStaff, spWorker], using: sql`true`, withCheck: sql`true` });

/** The customer's door sees rows of the customer named by `app.customer_id` of this transaction. */
export const customerSees = (column: "id" | "customer_id" = "customer_id") =>
  pgPolicy("own", { to: spApp, using: sql`${sql.identifier(column)} = ${theCustomer}` });

/** The same, for rows that are one person's: those of the person named by `app.user_id` too. */
export const personSees = () =>
  pgPolicy("own", {
    to: spApp,
    using: sql`customer_id = ${theCustomer} and user_id = (select nullif(current_setting('app.user_id', true), '')::uuid)`,
  });

/** The same, for rows that end by themselves: an expired one is invisible to the query itself. */
export const customerSeesLive = () => pgPolicy("own", { to: spApp, using: sql`customer_id = ${theCustomer} and expires_at > now()` });
export const workerSeesLive = () => pgPolicy("live", { to: spWorker, using: sql`expires_at > now()` });

/** The three of an ordinary table with `customer_id`. */
export const tenantPolicies = () => [ownerSees(), staffAndWorkerSee(), customerSees()];

/** An audit chain is named by the customer's id, or `partner`. */
export const auditPolicies = () => [
  ownerSees(),
  pgPolicy("own", { for: "select", to: spApp, using: sql`chain = ${theCustomer}::text` }),
  pgPolicy("everyone", { for: "select", to: [spStaff, spWorker], using: sql`true` }),
];
