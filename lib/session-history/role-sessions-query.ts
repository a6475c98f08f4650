import { z } from "zod";
import { ConnectionId } from "#kernel/ids.ts";

const CURSOR = /^([0-9]{1,17})\.([0-9]{1,15})$/;

/** Where an older page starts: `<microseconds>.<seq>` of the last row of the page before. */
const RoleSessionsCursor = z
  .string()
  .regex(CURSOR)
  .transform((text) => {
    const [, micros = "0", seq = "0"] = CURSOR.exec(text) ?? [];
    return { micros, seq };
  });

const none = z.literal("").transform(() => null);
const day = z.iso.date({ error: "Enter a date as YYYY-MM-DD, for example 2026-11-24." });

/** The filter of the role session list. An empty field filters nothing. */
export const RoleSessionsQuery = z.strictObject({
  connection: z.union([none, ConnectionId]).default(null),
  from: z.union([none, day]).default(null),
  to: z.union([none, day]).default(null),
  find: z
    .string()
    .trim()
    .toLowerCase()
    .pipe(z.union([none, z.string().regex(/^(sp-[a-z2-7]{20}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/)]))
    .default(null),
});
export type RoleSessionsQuery = z.output<typeof RoleSessionsQuery>;

/** The list as a page, with the place where it starts. */
export const RoleSessionsPageQuery = RoleSessionsQuery.extend({ below: RoleSessionsCursor.nullable().default(null) });

/** The list as a file. */
export const RoleSessionsFileQuery = RoleSessionsQuery.extend({ format: z.enum(["csv", "json"]) });
