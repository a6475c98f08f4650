import { type SQL, sql } from "drizzle-orm";

/** Whether an ID is one of these. */
export const isOneOfIds = (id: SQL, ids: readonly string[]): SQL => sql`${id} = any(${sql.param([...ids])}::uuid[])`;

/** Whether a row is of one of these customers, or of any if none was chosen. */
export const isOfCustomers = (customerId: SQL, customerIds: readonly string[]): SQL =>
  customerIds.length === 0 ? sql`true` : isOneOfIds(customerId, customerIds);
