import type { TestLogin } from "#db/testing/test-database.ts";
import type { StaffRole } from "#kernel/actor.ts";
import type { Fixtures } from "./fixtures.ts";

/**
 * Who attacks, what is attempted, the statements (the last one is the attack, those before it must succeed) and the expected outcome:
 * an SQLSTATE, `N rows` (a query returns so many), `ok` or `okN` (N rows are changed), or `= text` (the first value returned).
 */
export type AttackCase = readonly [
  as: AttackLogin,
  title: string,
  statements: (f: Fixtures) => string | readonly string[],
  expected: string,
];
/**
 * `app` is a session of customer A, `app-b` of customer B, `app-none` a session without a customer. `staff` is a session of sp_staff
 * without a person; `as-support`, `as-operator` and `as-admin` are sessions of a member of staff with that role.
 */
export type AttackLogin = Exclude<TestLogin, "admin"> | "app-b" | "app-none" | `as-${StaffRole}`;

const LOGIN: Readonly<Record<AttackLogin, TestLogin>> = {
  ...{ owner: "owner", app: "app", staff: "staff", worker: "worker", signin: "signin" },
  ...{ "app-b": "app", "app-none": "app", "as-support": "staff", "as-operator": "staff", "as-admin": "staff" },
};

/** Runs an attack case in a transaction that is rolled back; returns its outcome. @throws when a statement before the last one fails */
export async function tryAttackCase(fixtures: Fixtures, [as, , statements, expected]: AttackCase): Promise<string> {
  const list = [statements(fixtures)].flat();
  const login = LOGIN[as];
  const client = await fixtures.database.pool(login).connect();
  try {
    await client.query("begin");
    if (login === "app" && as !== "app-none")
      await client.query(
        "select set_config('app.customer_id', $1, true), set_config('app.user_id', $2, true)",
        as === "app" ? [fixtures.a, fixtures.people.ownerA] : [fixtures.b, fixtures.people.ownerB],
      );
    const person = { "as-support": fixtures.people.support, "as-operator": fixtures.people.operator, "as-admin": fixtures.people.admin }[
      String(as)
    ];
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
