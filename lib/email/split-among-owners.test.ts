import { afterAll, beforeAll, expect, test } from "vitest";
import { arrangeCustomer, arrangeMember } from "#db/testing/arrange.ts";
import { arrangeConnection } from "#db/testing/arrange-verification.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import { Secret } from "#kernel/process/secret.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import { splitAmongOwners } from "./split-among-owners.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  openDatabase({ worker: new Secret(database.urls.worker) });
});
afterAll(() => database.drop());

interface Job {
  readonly id: string;
  readonly data: Readonly<Record<string, string>>;
  readonly state: string;
}

/**
 * A quarantine with the job that the database enqueued for it; the customer has two owners, one of them without an address, and a
 * member.
 */
async function quarantine() {
  const db = database.pool("owner");
  const customer = await arrangeCustomer(db);
  const owners = [await arrangeMember(db, customer), await arrangeMember(db, customer)].toSorted();
  await arrangeMember(db, customer, { role: "member" });
  await db.query("update users set email = null where id = $1", [await arrangeMember(db, customer)]);
  const { id: connection } = await arrangeConnection(db, customer, { status: "quarantined" });
  const ids = { customer, connection };
  const jobs = async () => {
    const text = `select id, data, state::text from pgboss.job where name = 'mail-quarantine' and data->>'connection' = $1
      order by data->>'user' nulls first, created_on`;
    return (await database.pool("admin").query<Job>(text, [connection])).rows;
  };
  return { ids, owners, jobs, job: (await jobs())[0]?.id ?? "" };
}

test("a job that has ended, that is in another queue or that is for one owner is not split", async () => {
  const { job, jobs, owners } = await quarantine();
  await splitAmongOwners("mail-rotation", job);
  expect(await jobs()).toMatchObject([{ id: job, state: "created" }]);
  await splitAmongOwners("mail-quarantine", job);
  const split = await jobs();
  for (const { id } of split) await splitAmongOwners("mail-quarantine", id);
  expect(await jobs()).toEqual(split);
  expect(split).toHaveLength(1 + owners.length);
});

test("workers that have the same job at the same time split it once", async () => {
  const { job, jobs, owners } = await quarantine();
  await Promise.all(Array.from({ length: 4 }, () => splitAmongOwners("mail-quarantine", job)));
  expect(await jobs()).toHaveLength(1 + owners.length);
});

test("when the job of one owner can't be enqueued, none is, and the job for all owners still waits", async () => {
  const { job, jobs, owners } = await quarantine();
  const admin = database.pool("admin");
  await admin.query(`create function refuse_one() returns trigger language plpgsql as $$ begin
    if new.data->>'user' = '${owners[1]}' then raise 'no'; end if; return new; end $$`);
  await admin.query("create trigger refused before insert on pgboss.job_common for each row execute function refuse_one()");
  await expect(splitAmongOwners("mail-quarantine", job)).rejects.toThrow();
  await admin.query("drop function refuse_one cascade");
  expect(await jobs()).toMatchObject([{ id: job, state: "created" }]);
});

test("the job ends and is replaced by a job for each owner with an address; the next quarantine of the connection creates other jobs", async () => {
  const { ids, job, jobs, owners } = await quarantine();
  await splitAmongOwners("mail-quarantine", job);
  expect(await jobs()).toMatchObject([
    { data: ids, state: "completed" },
    ...owners.map((user) => ({ data: { ...ids, user, event: job }, state: "created" })),
  ]);
  const next = await database.pool("owner").query("select enqueue_job('mail-quarantine', $1) as id", [JSON.stringify(ids)]);
  const later = String(next.rows[0]?.id);
  await splitAmongOwners("mail-quarantine", later);
  const events = (await jobs()).flatMap(({ data }) => data["event"] ?? []);
  expect(events.toSorted()).toEqual([job, job, later, later].toSorted());
});
