import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#db/in-transaction.ts";

const Row = z.object({
  id: z.uuid(),
  created: z.coerce.number(),
  ends: z.coerce.number(),
  browser: z.string().nullable(),
  mine: z.boolean(),
});
export type OwnSessionRow = z.infer<typeof Row>;

/** The live sessions of a session's person, newest first; moments in milliseconds since 1970. */
export async function sessionsBeside(tx: Transaction, session: string): Promise<readonly OwnSessionRow[]> {
  const { rows } = await tx.execute(sql`
    select id, floor(extract(epoch from created_at) * 1000) as created, floor(extract(epoch from expires) * 1000) as ends, browser, mine
    from sessions_beside(${session})`);
  return rows.map((row) => Row.parse(row));
}

/** Ends one of them, or (null) all but this one. Answers how many; audited. */
export async function endSessionsBeside(tx: Transaction, session: string, one: string | null): Promise<number> {
  const { rows } = await tx.execute<{ n: number }>(sql`select end_sessions_beside(${session}, ${one}) as n`);
  return rows[0]?.n ?? 0;
}

export async function nameBrowser(tx: Transaction, session: string, words: string | null): Promise<void> {
  await tx.execute(sql`select name_browser(${session}, ${words})`);
}
