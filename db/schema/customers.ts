import { sql } from "drizzle-orm";
import { check, pgTable, text } from "drizzle-orm/pg-core";
import { moment, newId } from "./columns.ts";
import { customerSees, ownerSees, staffAndWorkerSee } from "./policies.ts";

export const customers = pgTable(
  "customers",
  {
    id: newId().primaryKey(),
    name: text("name").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
    suspendedAt: moment("suspended_at"),
  },
  () => [
    check("customer_name", sql`char_length(name) between 1 and 80 and name !~ '[[:cntrl:]]'`),
    ownerSees(),
    staffAndWorkerSee(),
    customerSees("id"),
  ],
);
