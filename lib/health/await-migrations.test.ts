import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { configurePools } from "#db/pools.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import { type FakeClock, fakeClock } from "#kernel/testing/fake-clock.ts";
import { closeDatabase } from "#lib/audit/open-database.ts";
import { awaitMigrations } from "./await-migrations.ts";

const NEWEST = "migrations/0007_retention.sql";
let database: TestDatabase;
let clock: FakeClock;
let refused: string[];
const lines: string[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => {
  clock = fakeClock();
  refused = [];
  lines.length = 0;
  vi.spyOn(process.stdout, "write").mockImplementation((line) => lines.push(String(line)) > 0);
  configurePools({ worker: database.urls.worker });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await closeDatabase();
});
afterAll(() => database.drop());

const owner = (statement: string) => database.pool("owner").query(statement);
/** The database as it was before the newest migration of this release, or after it. */
const unmigrate = () => owner(`update installation.applied_files set file = 'later' where file = '${NEWEST}'`);
const remigrate = () => owner(`update installation.applied_files set file = '${NEWEST}' where file = 'later'`);
const wait = (signal?: AbortSignal) =>
  awaitMigrations({ role: "worker", seconds: 3, clock, refuse: (problem) => refused.push(problem), ...(signal && { signal }) });

test("a process whose migrations are still missing when the time is over is refused with one sentence that says what to run", async () => {
  await unmigrate();
  const waited = wait();
  for (const _ of [1, 2, 3]) {
    await clock.waiting();
    expect(refused).toEqual([]);
    clock.pass(1000);
  }
  expect(await waited).toBe(false);
  await remigrate();
  expect(refused).toEqual([
    "The database lacks 1 migration of this release, after 3 seconds. Run `sallyport migrate` of this release, then start this process again.",
  ]);
});

test("a process that is started before its migrations continues when they were applied, and logs only once that it waits", async () => {
  await unmigrate();
  const waited = wait();
  await clock.waiting();
  clock.pass(1000);
  await clock.waiting();
  await remigrate();
  clock.pass(1000);
  expect(await waited).toBe(true);
  expect(refused).toEqual([]);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ level: "warn", event: "waiting for migrations", missing: 1 }]);
});

test("a process that is stopped while it waits ends at once", async () => {
  await unmigrate();
  const stop = new AbortController();
  const waited = wait(stop.signal);
  await clock.waiting();
  stop.abort();
  expect(await waited).toBe(false);
  await remigrate();
  expect(refused).toEqual([]);
});

test("a database that can't be reached is asked again until it answers", async () => {
  const name = new URL(database.urls.owner).pathname.slice(1);
  await owner(`alter database ${name} connection limit 0`);
  const waited = wait();
  await clock.waiting();
  await owner(`alter database ${name} connection limit -1`);
  clock.pass(1000);
  expect(await waited).toBe(true);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ event: "waiting for migrations", missing: null }]);
});

test("a process of the release before does not wait: the database has all of its files, and newer ones", async () => {
  await owner("insert into installation.applied_files (file, sha256) values ('migrations/0999_later.sql', 'x')");
  expect(await wait()).toBe(true);
  await owner("delete from installation.applied_files where file = 'migrations/0999_later.sql'");
  expect(lines).toEqual([]);
});
