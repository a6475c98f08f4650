import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestLogin } from "#db/testing/test-database.ts";
import { arrangeWorld, type World } from "./world.ts";

/**
 * One cheat: who tries it, what it is, its statements (the last one is the cheat, those before must pass) and what comes of
 * it: an SQLSTATE, `0 rows` (a query that sees nothing), `ok` or `okN` (N rows touched), or `= text` (the first value read).
 */
export type Cheat = readonly [as: CheatLogin, title: string, statements: (w: World) => string | readonly string[], expected: string];
/** `app` is a session of customer A, `app-b` of customer B, `app-none` one without a customer. */
export type CheatLogin = Exclude<TestLogin, "admin"> | "app-b" | "app-none";

/** Tries every cheat of a table against one world, each in a transaction that is rolled back. */
export function tryCheats(cheats: readonly Cheat[]): void {
  let world: World;
  beforeAll(async () => {
    world = await arrangeWorld();
  });
  afterAll(async () => {
    await world.database.drop();
  });
  test.each(cheats.map((cheat, n) => [n + 1, ...cheat] as const))("%i: as %s, %s", async (_n, as, _title, statements, expected) => {
    const list = [statements(world)].flat();
    expect(await outcomeOf(world, as, list, expected)).toBe(expected);
  });
}

async function outcomeOf(world: World, as: CheatLogin, statements: readonly string[], expected: string): Promise<string> {
  const login = as === "app-b" || as === "app-none" ? "app" : as;
  const client = await world.database.pool(login).connect();
  try {
    await client.query("begin");
    if (login === "app" && as !== "app-none")
      await client.query("select set_config('app.customer_id', $1, true)", [as === "app" ? world.a : world.b]);
    for (const statement of statements.slice(0, -1)) await client.query(statement);
    return await lastOutcome(client, statements.at(-1) ?? "", expected);
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
