import { sql } from "drizzle-orm";
import { check, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";
import { ownerSees } from "./policies.ts";

/** How far each task that works through rows has come. Only functions access this table. */
export const retentionProgress = pgTable(
  "retention_progress",
  {
    task: text("task").primaryKey(),
    reached: moment("reached").notNull().default(sql`'-infinity'`),
    reachedId: uuid("reached_id").notNull().default("00000000-0000-0000-0000-000000000000"),
    /** The task pauses until this time. */
    nextAt: moment("next_at"),
  },
  () => [check("retention_task", sql`task in ('probes', 'runs', 'verifications', 'connections', 'onboarding', 'lists')`), ownerSees()],
);
