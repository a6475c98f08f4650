import type { NodePgDatabase } from "drizzle-orm/node-postgres";

/** A transaction in which all statements of one unit of work run. It has no `transaction` of its own: they do not nest. */
export type Transaction = Omit<NodePgDatabase, "transaction" | "$client">;
