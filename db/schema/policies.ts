import { sql } from "drizzle-orm";
import { pgPolicy, pgRole } from "drizzle-orm/pg-core";

// On a pooled connection the setting is '' after a transaction, hence nullif. Postgres evaluates the sub-select once for a statement.
const theCustomer = sql`(select nullif(current_setting('app.customer_id', true), '')::uuid)`;

/** FORCE ROW LEVEL SECURITY applies to the owner too, as which SECURITY DEFINER functions and triggers run. */
export const ownerSees = () => pgPolicy("owner", { to: spOwner, using: sql`true`, withCheck: sql`true` });

/** Staff and worker see the rows of all customers; column grants limit which columns. */
export const staffAndWorkerSee = () => pgPolicy("staff_and_worker", { to: [spStaff, spWorker], using: sql`true`, withCheck: sql`true` });

/** Staff and worker may read the rows, which only functions write. */
export const staffAndWorkerRead = () => pgPolicy("staff_and_worker", { for: "select", to: [spStaff, spWorker], using: sql`true` });

/** Staff may read the rows, which only functions write. */
export const staffSees = () => pgPolicy("staff", { for: "select", to: spStaff, using: sql`true` });

/** sp_app sees the rows of the customer in `app.customer_id`, which each transaction sets. */
export const customerSees = (column: "id" | "customer_id" = "customer_id") =>
  pgPolicy("tenant", { to: spApp, using: sql`${sql.identifier(column)} = ${theCustomer}` });

/** The same for rows of one person, who is in `app.user_id`. */
export const personSees = () =>
  pgPolicy("tenant", {
    to: spApp,
    using: sql`customer_id = ${theCustomer} and user_id = (select nullif(current_setting('app.user_id', true), '')::uuid)`,
  });

/** The same for rows that expire: an expired one is invisible. */
export const customerSeesLive = () => pgPolicy("tenant", { to: spApp, using: sql`customer_id = ${theCustomer} and expires_at > now()` });
export const workerSeesLive = () => pgPolicy("unexpired", { to: spWorker, using: sql`expires_at > now()` });

/** The policies of a table with `customer_id`. */
export const tenantPolicies = () => [ownerSees(), staffAndWorkerSee(), customerSees()];

/** The name of an audit chain is the customer's ID, or `partner`. */
export const auditPolicies = () => [
  ownerSees(),
  pgPolicy("tenant", { for: "select", to: spApp, using: sql`chain = ${theCustomer}::text` }),
  staffAndWorkerRead(),
];

// `.existing()`: roles belong to the whole server. createRoles creates them, not a migration.
export const spOwner = pgRole("sp_owner").existing();
export const spApp = pgRole("sp_app").existing();
export const spStaff = pgRole("sp_staff").existing();
export const spWorker = pgRole("sp_worker").existing();
