import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { refusalOf, sqlStateOf } from "./database-refusal.ts";
import { createTestDatabase, type TestDatabase } from "./testing/test-database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const errorOf = async (query: ReturnType<typeof sql>): Promise<unknown> =>
  drizzle(database.pool("signin"))
    .execute(query)
    .then(
      () => undefined,
      (error: unknown) => error,
    );

test("the description of a refusal contains no value of a row and no parameter", async () => {
  const error = await errorOf(
    sql`insert into sessions (session_token, user_id, expires) values (${"the-raw-token"}, ${crypto.randomUUID()}, now())`,
  );
  expect(String(error)).toContain("the-raw-token");
  expect(JSON.stringify(refusalOf(error))).toBe('{"kind":"rule","constraint":"session_token_hashed"}');
});

test("a refusal has a kind, and the name of the constraint if there is one", async () => {
  expect(refusalOf(await errorOf(sql`select choose_customer('x', ${crypto.randomUUID()})`))).toEqual({ kind: "not-found" });
  expect(refusalOf(await errorOf(sql`select id from connections`))).toEqual({ kind: "no-right" });
  expect(refusalOf(await errorOf(sql`insert into accounts values (${crypto.randomUUID()}, 'x', 'y', 'z')`))).toMatchObject({
    kind: "missing-reference",
  });
});

test("other errors are not refusals", async () => {
  expect(refusalOf(await errorOf(sql`select 1/0`))).toBeUndefined();
  expect(sqlStateOf(await errorOf(sql`select 1/0`))).toBe("22012");
  for (const other of [new Error("x"), undefined, null, "23514", { code: "ENOENT" }, { code: "23514" }])
    expect(refusalOf(other)).toBeUndefined();
});
