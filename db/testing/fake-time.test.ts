import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { arrangeCustomer, arrangeInvitation, sha256 } from "./arrange.ts";
import { createFakeTimeDatabase, createTestDatabase, type TestDatabase } from "./test-database.ts";

describe("fake time", () => {
  let database: Awaited<ReturnType<typeof createFakeTimeDatabase>>;
  beforeAll(async () => {
    database = await createFakeTimeDatabase();
  });
  afterAll(() => database.drop());

  test("is the same in every session, advances only by `pass`, and never goes back", async () => {
    const { time } = database;
    const times = async () =>
      Promise.all(
        (["owner", "app", "worker"] as const).map(async (login) =>
          (await database.pool(login).query<{ now: Date }>("select now()")).rows[0]?.now.getTime(),
        ),
      );
    const before = (await time.now()).getTime();
    expect(await times()).toEqual([before, before, before]);
    await time.pass("8 days 1 s");
    const after = before + 8 * 86_400_000 + 1000;
    expect(await times()).toEqual([after, after, after]);
    await time.passUntil(new Date(before));
    expect(await times()).toEqual([after, after, after]);
  });

  test("clock_timestamp() returns a later time at each call", async () => {
    const { rows } = await database
      .pool("worker")
      .query<{ later: boolean; moment: boolean }>(
        "select a < b as later, b < now() + interval '1 s' as moment from (select clock_timestamp() as a, clock_timestamp() as b) x",
      );
    expect(rows).toEqual([{ later: true, moment: true }]);
  });

  test("does not apply to new IDs, whose order must be that of their creation", async () => {
    const made = async () => {
      const { rows } = await database.pool("worker").query<{ id: string }>("select new_id() as id");
      return Number.parseInt(rows[0]?.id.replaceAll("-", "").slice(0, 12) ?? "", 16);
    };
    const before = await made();
    await database.time.pass("8 days");
    expect((await made()) - before).toBeLessThan(3_600_000);
  });

  test("applies to defaults and functions: an invitation expires after exactly seven days", async () => {
    const owner = database.pool("owner");
    const { token } = await arrangeInvitation(owner, await arrangeCustomer(owner), { email: "ada@acme.example" });
    const state = async () =>
      (await database.pool("signin").query<{ state: string }>("select state from invitation_by_hash($1)", [sha256(token)])).rows[0]?.state;
    await database.time.pass("7 days -1 s");
    expect(await state()).toBe("open");
    await database.time.pass("1 s");
    expect(await state()).toBe("expired");
  });
});

describe("a database of the product", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  test.each(["owner", "app", "staff", "worker", "signin"] as const)("has the server's time, which %s can't replace", async (login) => {
    const { rows } = await database.pool("admin").query("select now() = transaction_timestamp() as own");
    expect(rows).toEqual([{ own: true }]);
    for (const statement of [
      "alter function pg_catalog.now() rename to now_of_server",
      "create or replace function pg_catalog.now() returns timestamptz language sql as $$ select timestamptz 'epoch' $$",
      "create function pg_catalog.a() returns int language sql as $$ select 1 $$",
    ])
      await expect(database.pool(login).query(statement)).rejects.toMatchObject({ code: "42501" });
  });

  test("uses only now() and clock_timestamp(), which tests can replace", async () => {
    const { rows } = await database.pool("admin").query(
      `
      select proname as name from pg_proc where pronamespace in ('public'::regnamespace, 'pgboss'::regnamespace) and prosrc ~* $1
      union all select adrelid::regclass::text from pg_attrdef where pg_get_expr(adbin, adrelid) ~* $1
      union all select tablename from pg_policies where qual ~* $1 or with_check ~* $1
      union all select conname from pg_constraint where pg_get_constraintdef(oid) ~* $1
      union all select viewname from pg_views where schemaname in ('public', 'pgboss') and definition ~* $1`,
      ["current_(timestamp|date|time)|localtime|(statement|transaction)_timestamp|timeofday|'now'"],
    );
    expect(rows).toEqual([]);
  });
});
