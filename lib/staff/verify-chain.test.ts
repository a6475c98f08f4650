import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { arrangeCustomer, arrangeStaff } from "#db/testing/arrange.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { StaffActor } from "#kernel/actor.ts";
import { CustomerId } from "#kernel/ids.ts";
import { Secret } from "#kernel/process/secret.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import { verifyOneChain } from "#lib/audit/verify-audit-chain.ts";
import { chainWatcher } from "#lib/audit/watch-chains.ts";
import { checkpointWriter } from "#lib/audit/write-checkpoints.ts";
import { readListQuery } from "#lib/lists/shared/list-query.ts";
import { findAudit } from "./find-audit.ts";
import { AUDIT_LIST } from "./shared/audit-view.ts";
import { MOST_VERIFIED, verifyChain } from "./verify-chain.ts";

let database: TestDatabase;
let operator: StaffActor;
let chain: CustomerId;

beforeAll(async () => {
  database = await createTestDatabase();
  openDatabase({ staff: new Secret(database.urls.staff), worker: new Secret(database.urls.worker) });
  const userId = await arrangeStaff(database.pool("owner"), { role: "operator", email: "ines@partner.example" });
  operator = { kind: "staff", role: "operator", userId };
});
afterAll(() => database.drop());
beforeEach(async () => {
  chain = await arrangeCustomer(database.pool("owner"), { name: "Acme" });
  await database
    .pool("owner")
    .query("select write_audit($1, 'connection.started', 'system:test', '{}') from generate_series(1, 6)", [chain]);
});

/** Changes rows past the triggers, as somebody with the superuser's password could. */
async function tamper(text: string): Promise<void> {
  const admin = await database.pool("admin").connect();
  await admin.query("set session_replication_role = replica");
  await admin.query(text, [chain]);
  admin.release(true);
}
async function brokenChains(where = "true"): Promise<readonly string[]> {
  const { rows } = await database
    .pool("admin")
    .query(`select customer_id from alerts where kind = 'audit-chain-broken' and customer_id = $1 and ${where}`, [chain]);
  return rows.map(({ customer_id }) => customer_id);
}
const stateOf = async () => (await findAudit(operator, readListQuery(AUDIT_LIST, { customer: chain }))).chain;

test("a chain of a customer that does not exist is not found, and nothing is audited", async () => {
  expect(await verifyChain(operator, CustomerId.parse(randomUUID()))).toMatchObject({ ok: false, code: "not-found" });
});

test.each([
  ["a changed event", "update audit_events set actor = 'system:other' where chain = $1 and seq = 3", { seq: 3, problem: "changed" }],
  ["a missing event", "delete from audit_events where chain = $1 and seq = 4", { seq: 4, problem: "gap" }],
  ["a missing end", "delete from audit_events where chain = $1 and seq = 6", { seq: 5, problem: "head" }],
])("%s is found and raises an alert, and the page then says that the chain is broken", async (_name, change, broken) => {
  await tamper(change);
  expect(await verifyChain(operator, chain)).toMatchObject({ ok: true, value: { broken, isWhole: false } });
  const intact = broken.problem === "head" ? broken.seq : broken.seq - 1;
  expect((await stateOf())?.verified).toMatchObject({ result: "broken", by: "ines@partner.example", events: intact });
  expect(await brokenChains()).toEqual([chain]);
  // The worker knows the same break by the same number of intact events.
  await database.pool("admin").query("update alerts set resolved_at = now()");
  await chainWatcher({ kind: "system", task: "worker" }, "")();
  expect(await brokenChains("resolved_at is null")).toEqual([]);
});

test("a missing stored end is found and raises an alert, although nothing can be appended to the chain", async () => {
  await tamper("delete from audit_heads where chain = $1");
  // The page still has the chain, with the button.
  expect(await stateOf()).toMatchObject({ chain, lastSeq: 6 });
  expect(await verifyChain(operator, chain)).toMatchObject({ ok: true, value: { broken: { seq: 6, problem: "head" } } });
  expect(await brokenChains()).toEqual([chain]);
});

test("a chain that is longer than one verification is verified in part, and says so", async () => {
  expect(MOST_VERIFIED).toBe(100_000);
  expect(await verifyOneChain(operator, chain, 4, 2)).toEqual({ events: 4, broken: null, isWhole: false });
});

test("an intact chain is verified, which is audited in it; its checkpoint is the newest that left the database", async () => {
  expect(await stateOf()).toMatchObject({ lastSeq: 6, verified: null, checkpoint: null });
  await checkpointWriter({ kind: "system", task: "worker" }, new Secret("an audit key of more than thirty-two characters"), {
    log: () => undefined,
    url: null,
  })();
  expect(await verifyChain(operator, chain)).toEqual({ ok: true, value: { events: 6, broken: null, isWhole: true } });
  expect(await stateOf()).toMatchObject({
    name: "Acme",
    lastSeq: 7,
    checkpoint: { seq: 6 },
    verified: { result: "intact", events: 6, by: "ines@partner.example" },
  });
});

test("a checkpoint that could not be sent does not count as one", async () => {
  const write = checkpointWriter({ kind: "system", task: "worker" }, new Secret("an audit key of more than thirty-two characters"), {
    log: () => undefined,
    url: "http://localhost:9/",
  });
  await expect(write()).rejects.toThrow();
  expect((await stateOf())?.checkpoint).toBeNull();
});

test("a checkpoint beyond the end of a chain, and one before the last checkpoint, change nothing", async () => {
  const record = (seq: number) => database.pool("worker").query("select record_checkpoints(array[$1], array[$2::bigint])", [chain, seq]);
  await record(99);
  expect((await stateOf())?.checkpoint).toBeNull();
  await record(5);
  await record(3);
  expect((await stateOf())?.checkpoint).toMatchObject({ seq: 5 });
});
