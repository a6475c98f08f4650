import { bigint, integer, pgTable, varchar } from "drizzle-orm/pg-core";

/**
 * The table of rate-limiter-flexible. Keys are HMACs, so it contains no address and no person. It has no row security, because only
 * `sp_signin` has rights on it. The migration makes it UNLOGGED.
 */
export const rateLimits = pgTable("rate_limits", {
  key: varchar("key", { length: 255 }).primaryKey(),
  points: integer("points").notNull().default(0),
  expire: bigint("expire", { mode: "number" }),
});
