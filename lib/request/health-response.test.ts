import { afterEach, beforeEach, expect, test } from "vitest";
import { freePort } from "#db/testing/free-port.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import { closeDatabase, openDatabase } from "#lib/audit/open-database.ts";
import { portalHealth } from "#lib/health/portal-health.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { healthResponse } from "./health-response.ts";

let database: TestDatabase;

beforeEach(async () => {
  database = await createTestDatabase();
  openDatabase({ staff: new Secret(database.urls.staff) });
});
afterEach(async () => {
  await closeDatabase();
  await database.drop();
});

/** What `/api/health` (portal) or `/api/health/ready` (this process) answers now. */
async function answer(about: "portal" | "this process"): Promise<unknown> {
  const response = healthResponse(await portalHealth(about));
  expect(response.headers.get("cache-control")).toBe("no-store");
  return [response.status, await response.json()];
}
const beaten = (ago: string) =>
  database.pool("admin").query(
    `insert into worker_heartbeats (worker_id, beat_at) values ('w', now() - $1::interval)
       on conflict (worker_id) do update set beat_at = excluded.beat_at`,
    [ago],
  );

test("a database that does not answer is 503 and named, to monitors and load balancers alike, without its address", async () => {
  await closeDatabase();
  openDatabase({ staff: new Secret(`postgres://sp_staff:secret@127.0.0.1:${await freePort()}/portal`) });
  const away = [503, { status: "failing", part: "database" }];
  expect([await answer("portal"), await answer("this process")]).toEqual([away, away]);
});

test("a database that lacks a migration of this code is 503 and says so", async () => {
  await beaten("1 s");
  await database
    .pool("admin")
    .query("delete from drizzle.__drizzle_migrations where created_at = (select max(created_at) from drizzle.__drizzle_migrations)");
  const behind = [503, { status: "failing", part: "migrations" }];
  expect([await answer("portal"), await answer("this process")]).toEqual([behind, behind]);
});

test("no worker alive within a minute is 503 to monitors, while load balancers still send people here", async () => {
  const silent = [503, { status: "failing", part: "worker heartbeat" }];
  expect(await answer("portal")).toEqual(silent);
  await beaten("61 s");
  expect([await answer("portal"), await answer("this process")]).toEqual([silent, [200, { status: "ok" }]]);
  await beaten("30 s");
  expect(await answer("portal")).toEqual([200, { status: "ok" }]);
});
