import type { TestLogin } from "#db/testing/test-database.ts";
import type { StaffRole } from "#kernel/actor.ts";
import type { World } from "./fixtures.ts";

/**
 * One cheat: who tries it, what it is, its statements (the last one is the cheat, those before must pass) and what comes of
 * it: an SQLSTATE, `0 rows` (a query that sees nothing), `ok` or `okN` (N rows touched), or `= text` (the first value read).
 */
export type AttackCase = readonly [as: AttackLogin, title: string, statements: (w: World) => string | readonly string[], expected: string];
/**
 * `app` is a session of customer A, `app-b` of customer B, `app-none` one without a customer. `staff` is a session of sp_staff
 * without a person; `as-support`, `as-operator` and `as-admin` are sessions in the name of a member of staff in that role.
 */
export type AttackLogin = Exclude<TestLogin, "admin"> | "app-b" | "app-none" | `as-${StaffRole}`;

const LOGIN: Readonly<Record<AttackLogin, TestLogin>> = {
  ...{ owner: "owner", app: "app", staff: "staff", worker: "worker", signin: "signin" },
  ...{ "app-b": "app", "app-none": "app", "as-support": "staff", "as-operator": "staff", "as-admin": "staff" },
};

/** Tries one cheat in a transaction that is rolled back, and says what came of it. Throws when a statement before it fails. */
export async function tryAttackCase(world: World, [as, , statements, expected]: AttackCase): Promise<string> {
  const list = [statements(world)].flat();
  const login = LOGIN[as];
  const client = await world.database.pool(login).connect();
  try {
    await client.query("begin");
    if (login === "app" && as !== "app-none")
      await client.query(
        "select set_config('app.customer_id', $1, true), set_config('app.user_id', $2, true)",
        as === "app" ? [world.a, world.people.ownerA] : [world.b, world.people.ownerB],
      );
    const person = { "as-support": world.people.support, "as-operator": world.people.operator, "as-admin": world.people.admin }[String(as)];
    if (person !== undefined) await client.query("select set_config('app.user_id', $1, true)", [person]);
    for (const statement of list.slice(0, -1)) await client.query(statement);
    return await lastOutcome(client, list.at(-1) ?? "", expected);
  } finally {
    await client.query("rollback");
    client.release();
  }
}

async function lastOutcome(client: Queries, statement: string, expected: string): Promise<string> {
  try {
    const { rows, rowCount, command } = await client.query(statement);
    await client.query("set constraints all immediate");
    if (expected.startsWith("= ")) return `= ${String(Object.values(rows[0] ?? {})[0])}`;
    if (expected === "ok") return "ok";
    return command === "SELECT" ? `${rowCount} rows` : `ok${rowCount}`;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

interface Queries {
  query(text: string): Promise<{ rows: Record<string, unknown>[]; rowCount: number | null; command: string }>;
}
