import pg from "pg";
import { expect, test } from "vitest";
import { isDatabaseAway } from "./database-away.ts";
import { freePort } from "./testing/free-port.ts";
import { createTestDatabase } from "./testing/test-database.ts";

test("a refusal of a running database and a fault of our own do not count as a database that is away", async () => {
  const db = await createTestDatabase();
  const client = new pg.Client({ connectionString: db.urls.admin });
  await client.connect();
  try {
    expect(isDatabaseAway(await client.query("select 1 / 0").catch((error: unknown) => error))).toBe(false);
    expect(isDatabaseAway(await client.query("selec").catch((error: unknown) => error))).toBe(false);
    expect(isDatabaseAway(new TypeError("x is undefined"))).toBe(false);
    expect(isDatabaseAway(undefined)).toBe(false);
  } finally {
    await client.end();
    await db.drop();
  }
});

test("a server that does not run, and one that ends the connection, count, also as the cause of another error", async () => {
  const refused = await new pg.Client({ host: "localhost", port: await freePort() }).connect().catch((error: unknown) => error);
  expect(isDatabaseAway(refused)).toBe(true);
  expect(isDatabaseAway(new Error("Failed query", { cause: refused }))).toBe(true);
  const db = await createTestDatabase();
  const client = new pg.Client({ connectionString: db.urls.admin });
  client.on("error", () => undefined);
  await client.connect();
  try {
    const ended = await client.query("select pg_terminate_backend(pg_backend_pid())").catch((error: unknown) => error);
    expect(isDatabaseAway(ended)).toBe(true);
    expect(isDatabaseAway(await client.query("select 1").catch((error: unknown) => error))).toBe(true);
  } finally {
    await client.end().catch(() => undefined);
    await db.drop();
  }
});
