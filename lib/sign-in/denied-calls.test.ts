import { afterAll, beforeAll, expect, test } from "vitest";
import { arrangeCustomer, arrangeMember, arrangePerson } from "#db/testing/arrange.ts";
import { createFakeTimeDatabase } from "#db/testing/test-database.ts";
import type { CustomerId } from "#kernel/ids.ts";
import { Secret } from "#kernel/process/secret.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import { writeDeniedCalls } from "#lib/audit/write-denied-calls.ts";
import { recordRefusedStaffCall } from "./record-refused-staff-call.ts";
import type { SessionOwner } from "./session-owner.ts";

let database: Awaited<ReturnType<typeof createFakeTimeDatabase>>;
let customerId: CustomerId;
const worker = { kind: "system", task: "worker" } as const;

beforeAll(async () => {
  database = await createFakeTimeDatabase();
  openDatabase({ signin: new Secret(database.urls.signin), worker: new Secret(database.urls.worker) });
  customerId = await arrangeCustomer(database.pool("owner"));
});
afterAll(() => database.drop());

async function newMember(): Promise<SessionOwner & { kind: "customer" }> {
  const userId = await arrangeMember(database.pool("owner"), customerId);
  const actor = { kind: "customer", customerId, userId, role: "owner" } as const;
  return { kind: "customer", actor, email: "x@acme.example", customerName: "Acme", suspended: false, customers: [] };
}
/** The audit rows about one person's denied calls: the entry point, and the number of calls that each row counts. */
async function written({ actor }: SessionOwner & { kind: "customer" }): Promise<readonly [entry: string, calls: number][]> {
  const { rows } = await database
    .pool("staff")
    .query<{ attributes: { entry: string; times?: number } }>(
      "select attributes from audit_events where chain = 'partner' and event = 'staff.denied' and actor = $1 order by seq",
      [`user:${actor.userId}`],
    );
  return rows.map(({ attributes }) => [attributes.entry, attributes.times ?? 1]);
}
const many = (times: number, who: SessionOwner, entryPoint: string) =>
  Promise.all(Array.from({ length: times }, () => recordRefusedStaffCall(who, entryPoint)));

test("two hundred denied calls at once are two audit rows: the first call immediately, the others as one row with their count", async () => {
  const member = await newMember();
  await many(200, member, "suspend-customer");
  expect(await written(member)).toEqual([["suspend-customer", 1]]);
  await writeDeniedCalls(worker);
  expect(await written(member)).toHaveLength(1);
  await database.time.pass("10 minutes 1 s");
  await writeDeniedCalls(worker);
  expect(await written(member)).toEqual([
    ["suspend-customer", 1],
    ["suspend-customer", 199],
  ]);
  // Nothing is written twice, and no counter remains.
  expect(await writeDeniedCalls(worker)).toBe(0);
  expect(await written(member)).toHaveLength(2);
});

test("without a worker the next denied call after the ten minutes writes the previous count", async () => {
  const member = await newMember();
  await many(7, member, "invite-staff");
  await database.time.pass("10 minutes 1 s");
  await many(3, member, "invite-staff");
  expect(await written(member)).toEqual([
    ["invite-staff", 1],
    ["invite-staff", 6],
    ["invite-staff", 1],
  ]);
});

test("the counts of the rows add up to the number of calls, also when calls and runs of the worker are concurrent", async () => {
  const member = await newMember();
  let calls = 0;
  for (let round = 0; round < 8; round++) {
    const turns = Array.from({ length: 4 }, () => writeDeniedCalls(worker));
    await Promise.all([many(20, member, "set-staff-role"), ...turns, many(5, member, "remove-staff")]);
    calls += 25;
    await database.time.pass("10 minutes 1 s");
  }
  await writeDeniedCalls(worker);
  const rows = await written(member);
  expect(rows.reduce((sum, [, times]) => sum + times, 0)).toBe(calls);
  expect(rows.length).toBeLessThanOrEqual(8 * 2 * 2);
});

test("another person, and the same person at another entry point, get their first row immediately", async () => {
  const [one, other] = [await newMember(), await newMember()];
  await many(3, one, "retry-failed-job");
  await many(3, one, "resolve-alert");
  await many(3, other, "resolve-alert");
  expect([await written(one), await written(other)]).toEqual([
    [
      ["retry-failed-job", 1],
      ["resolve-alert", 1],
    ],
    [["resolve-alert", 1]],
  ]);
});

test("a signed-in person without a customer is counted too; a signed-out person is not", async () => {
  const userId = await arrangePerson(database.pool("owner"));
  await many(4, { kind: "outsider", userId, email: "x@example.com" }, "resume-customer");
  await recordRefusedStaffCall({ kind: "nobody" }, "resume-customer");
  const text = "select not_written from denied_calls where entry_point = 'resume-customer'";
  expect((await database.pool("owner").query(text)).rows).toEqual([{ not_written: 3 }]);
});
