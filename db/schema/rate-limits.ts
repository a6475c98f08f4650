import { bigint, integer, pgTable, varchar } from "drizzle-orm/pg-core";

/**
 * What was used of each limit, in the shape of rate-limiter-flexible, which reads and writes it. Keys are HMACs: no address and
 * no person stands here. No row security: only `sp_signin` has rights here. The migration makes it UNLOGGED.
 */
export const rateLimits = pgTable("rate_limits", {
  key: varchar("key", { length: 255 }).primaryKey(),
  points: integer("points").notNull().default(0),
  expire: bigint("expire", { mode: "number" }),
});
