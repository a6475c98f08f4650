import { bigint, customType, pgTable, text } from "drizzle-orm/pg-core";
import { auditPolicies } from "./policies.ts";

export const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });

/** The end of each audit chain: locked by whoever appends. `chain` is a customer's id or `partner`. */
export const auditHeads = pgTable(
  "audit_heads",
  { chain: text("chain").primaryKey(), seq: bigint("seq", { mode: "number" }).notNull(), hash: bytea("hash").notNull() },
  () => auditPolicies(),
);
