import { afterEach, beforeEach, expect, test } from "vitest";
import { freePort } from "#db/testing/free-port.ts";
import { createFakeTimeDatabase } from "#db/testing/test-database.ts";
import { Secret } from "#kernel/process/secret.ts";
import { closeDatabase, openDatabase } from "#lib/audit/open-database.ts";
import { recordHeartbeat } from "#lib/connections/schedule/due-connections.ts";
import { portalHealth } from "#lib/health/portal-health.ts";
import { healthResponse } from "./failure-response.ts";

let database: Awaited<ReturnType<typeof createFakeTimeDatabase>>;

beforeEach(async () => {
  database = await createFakeTimeDatabase();
  openDatabase({ staff: new Secret(database.urls.staff), worker: new Secret(database.urls.worker) });
});
afterEach(async () => {
  await closeDatabase();
  await database.drop();
});

/** The response of `/api/health` (portal) or `/api/health/ready` (this process). */
async function answer(about: "portal" | "this process"): Promise<unknown> {
  const response = healthResponse(await portalHealth(about));
  expect(response.headers.get("cache-control")).toBe("no-store");
  return [response.status, await response.json()];
}
const beat = () => recordHeartbeat({ kind: "system", task: "worker" }, "w");

test("an unreachable database is 503 and named, for monitoring and load balancers, without its address", async () => {
  await closeDatabase();
  openDatabase({ staff: new Secret(`postgres://sp_staff:secret@127.0.0.1:${await freePort()}/portal`) });
  const away = [503, { status: "failing", part: "database" }];
  expect([await answer("portal"), await answer("this process")]).toEqual([away, away]);
});

test("a database that lacks a migration of this code is 503 with that reason", async () => {
  await beat();
  await database.pool("admin").query("delete from installation.applied_files where file = 'migrations/0006_jobs.sql'");
  const behind = [503, { status: "failing", part: "migrations" }];
  expect([await answer("portal"), await answer("this process")]).toEqual([behind, behind]);
});

test("without an active worker in the last minute monitoring gets 503, while load balancers get 200", async () => {
  const silent = [503, { status: "failing", part: "worker heartbeat" }];
  expect(await answer("portal")).toEqual(silent);
  await beat();
  await database.time.pass("59 s");
  expect(await answer("portal")).toEqual([200, { status: "ok" }]);
  await database.time.pass("1 s");
  expect([await answer("portal"), await answer("this process")]).toEqual([silent, [200, { status: "ok" }]]);
  await beat();
  expect(await answer("portal")).toEqual([200, { status: "ok" }]);
});

test("any number of concurrent calls share one statement", async () => {
  const calls = Array.from({ length: 50 }, () => portalHealth("this process"));
  expect(new Set(calls).size).toBe(1);
  expect(await calls[0]).toEqual({ status: "ok" });
  expect(portalHealth("this process")).not.toBe(calls[0]);
});
