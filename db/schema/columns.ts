import { sql } from "drizzle-orm";
import { timestamp, uuid } from "drizzle-orm/pg-core";

/** A uuid of version 7 made by the database: its order is the order of creation. */
export const newId = () => uuid("id").notNull().default(sql`new_id()`);

/** A moment, with its zone, as a Date. */
export const moment = (name: string) => timestamp(name, { withTimezone: true });
