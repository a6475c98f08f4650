import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { configurePools } from "#db/pools.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import { Secret } from "#kernel/process/secret.ts";
import { explainWait, takeFrom } from "./rate-limits.ts";

const KEY = new Secret("a secret of more than thirty-two characters");

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  configurePools({ signin: database.urls.signin });
});
afterAll(() => database.drop());

const link = (network: string) => takeFrom(KEY, { "link-network": network });
const many = async (times: number, take: () => Promise<{ kind: string }>) =>
  (await Promise.all(Array.from({ length: times }, take))).filter(({ kind }) => kind === "allowed").length;

test("a network can request exactly 100 links in ten minutes, also concurrently, and then gets the time to wait", async () => {
  const network = randomUUID();
  expect(await many(110, () => link(network))).toBe(100);
  const spent = await link(network);
  if (spent.kind !== "spent") throw new Error(spent.kind);
  expect(spent.waitSeconds).toBeGreaterThan(500);
  expect(spent.waitSeconds).toBeLessThanOrEqual(600);
  expect(explainWait(spent.waitSeconds)).toBe("Too many requests. Try again in 10 minutes.");
  expect(await link(randomUUID())).toEqual({ kind: "allowed" });
});

test("after the window it is possible again", async () => {
  const network = randomUUID();
  await many(101, () => link(network));
  await database.pool("owner").query("update rate_limits set expire = 0");
  expect(await link(network)).toEqual({ kind: "allowed" });
});

test("all people of a customer together have a limit, and each of them has one", async () => {
  const customer = randomUUID();
  const read = () => takeFrom(KEY, { "reads-person": randomUUID(), "reads-customer": customer }, 10);
  expect(await read()).toEqual({ kind: "allowed" });
  await database.pool("owner").query("update rate_limits set points = 50 where key like 'reads-customer:%'");
  expect(await read()).toMatchObject({ kind: "spent" });
});

test("a person can read exactly as often as the limit allows, also concurrently; one sixtieth of the limit is counted at a time", async () => {
  const person = randomUUID();
  const read = () => takeFrom(KEY, { "reads-person": person });
  const before = await counted();
  expect(await read()).toEqual({ kind: "allowed" });
  expect((await counted()) - before).toBe(10);
  expect(await many(610, read)).toBe(599);
});

async function counted(): Promise<number> {
  const { rows } = await database
    .pool("owner")
    .query("select coalesce(sum(points), 0)::int as n from rate_limits where key like 'reads-person:%'");
  return rows[0]?.n;
}

test("reads that another process used are not available again", async () => {
  const person = randomUUID();
  expect(await many(300, () => takeFrom(KEY, { "reads-person": person }))).toBe(300);
  await database.pool("owner").query("update rate_limits set points = 590 where key like 'reads-person:%' and points = 300");
  expect(await many(310, () => takeFrom(KEY, { "reads-person": person }))).toBe(10);
});

test("a deployment can set its own limit of reads for a person; the limit of a customer is five times as high", async () => {
  const person = randomUUID();
  const read = () => takeFrom(KEY, { "reads-person": person }, 10);
  expect(await many(15, read)).toBe(10);
  const customer = randomUUID();
  expect(await many(60, () => takeFrom(KEY, { "reads-person": randomUUID(), "reads-customer": customer }, 10))).toBe(50);
});

test("neither an address nor a person is stored in the table", async () => {
  const subject = `203.0.113.77 ${randomUUID()}`;
  await link(subject);
  const { rows } = await database.pool("owner").query("select key from rate_limits");
  expect(JSON.stringify(rows)).not.toContain("203.0.113.77");
});

test("no other database role may count, read or delete", async () => {
  for (const login of ["app", "staff", "worker"] as const)
    for (const statement of ["select 1 from rate_limits", "delete from rate_limits", "insert into rate_limits values ('x')"])
      await expect(database.pool(login).query(statement)).rejects.toMatchObject({ code: "42501" });
});

test("when the database cannot count, sign-in is refused and each process counts reads itself with the same limit", async () => {
  const admin = database.pool("admin");
  await admin.query("revoke all on rate_limits from sp_signin");
  try {
    expect(await link(randomUUID())).toEqual({ kind: "unknown" });
    const person = randomUUID();
    expect(await many(610, () => takeFrom(KEY, { "reads-person": person }))).toBe(600);
  } finally {
    await admin.query("grant select, insert, update, delete on rate_limits to sp_signin");
  }
  expect(await link(randomUUID())).toEqual({ kind: "allowed" });
});
