import { z } from "zod";
import { createBatcher } from "#db/create-batcher.ts";
import { poolOf } from "#db/pools.ts";
import { CustomerId, UserId } from "#kernel/ids.ts";

const Membership = z.object({ customer_id: CustomerId, name: z.string(), role: z.enum(["owner", "member"]), suspended: z.boolean() });
const Row = z.object({
  user_id: UserId,
  email: z.string().nullable(),
  customer_id: CustomerId.nullable(),
  memberships: z.array(Membership),
  staff_role: z.enum(["support", "operator", "admin"]).nullable(),
});
type Row = z.infer<typeof Row>;

interface Asked {
  readonly session: string;
  readonly idleMinutes: number | null;
}

const LOOK = `select asked.session, s.user_id, s.email, s.customer_id, s.memberships, s.staff_role
  from unnest($1::text[]) asked(session), lateral session_of(asked.session) s`;
const USE = `select asked.session, s.user_id, s.email, s.customer_id, s.memberships, s.staff_role
  from unnest($1::text[]) asked(session), lateral use_session(asked.session, $2) s`;

/**
 * Whose session this is, with all memberships and the staff role. Null: signed out or expired. With `idleMinutes` this is a
 * use of it: from now on it may lie unused for so long.
 */
export async function sessionOf(session: string, idleMinutes: number | null): Promise<Row | null> {
  return sessionsTogether({ session, idleMinutes });
}

const sessionsTogether = createBatcher(
  ({ idleMinutes }: Asked) => String(idleMinutes),
  async (asked): Promise<readonly (Row | null)[]> => {
    // A use writes, so sessions are taken in one order by everybody: two statements then wait for each other, never in a ring.
    const sessions = [...new Set(asked.map(({ session }) => session))].toSorted();
    const minutes = asked[0]?.idleMinutes ?? null;
    const statement =
      minutes === null
        ? { name: "look_at_sessions", text: LOOK, values: [sessions] }
        : { name: "use_sessions", text: USE, values: [sessions, minutes] };
    const { rows } = await poolOf("signin").query<{ session: string }>(statement);
    const found = new Map(rows.map((row) => [row.session, Row.parse(row)]));
    return asked.map(({ session }) => found.get(session) ?? null);
  },
);
