import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { arrangeCustomer, arrangePast } from "#db/testing/arrange.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { SystemActor } from "#kernel/actor.ts";
import type { CustomerId } from "#kernel/ids.ts";
import { Secret } from "#kernel/process/secret.ts";
import { openDatabase } from "./open-database.ts";
import { chainWatcher } from "./watch-chains.ts";

const worker: SystemActor = { kind: "system", task: "worker" };
const SMALL = { events: 4, chains: 100 };
let database: TestDatabase;
let [acme, globex]: CustomerId[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  openDatabase({ worker: new Secret(database.urls.worker) });
});
afterAll(() => database.drop());
beforeEach(async () => {
  await tamper("delete from alerts", "delete from audit_events", "delete from audit_heads");
  acme = await arrangeCustomer(database.pool("owner"), { name: "Acme" });
  globex = await arrangeCustomer(database.pool("owner"), { name: "Globex" });
  await tamper("delete from audit_events", "delete from audit_heads");
  for (const chain of [acme, globex, "partner"])
    await database.pool("owner").query("select write_audit($1, 'x.y', 'system:test', '{}') from generate_series(1, 6)", [chain]);
});

/** Changes rows past the triggers, as somebody with the superuser's password could. */
const tamper = (...statements: readonly string[]) => arrangePast(database.pool("admin"), ...statements);

async function alerts(): Promise<readonly unknown[]> {
  const { rows } = await database.pool("admin").query("select kind, severity, customer_id, times from alerts where resolved_at is null");
  return rows;
}

/** Runs the task until it has verified every chain once. */
async function wholeRound(watch: () => Promise<readonly string[]>, runs = 10): Promise<readonly string[]> {
  const broken: string[] = [];
  for (let n = 0; n < runs; n += 1) broken.push(...(await watch()));
  return broken;
}

test.each([
  ["a changed event", "update audit_events set actor = 'system:other' where chain = $1 and seq = 3"],
  ["a changed event in the second part of a chain", "update audit_events set event = 'x.z' where chain = $1 and seq = 6"],
  ["a missing event", "delete from audit_events where chain = $1 and seq = 5"],
  ["a missing end", "delete from audit_events where chain = $1 and seq = 6"],
  ["a chain without events", "delete from audit_events where chain = $1"],
])("%s of a customer raises one critical alert about this customer, and is recorded in the chain", async (_name, change) => {
  await tamper(change.replaceAll("$1", `'${acme}'`));
  const watch = chainWatcher(worker, "", SMALL);
  expect(new Set(await wholeRound(watch))).toEqual(new Set([acme]));
  expect(await alerts()).toEqual([{ kind: "audit-chain-broken", severity: 0, customer_id: acme, times: expect.any(Number) }]);
  const { rows } = await database
    .pool("admin")
    .query("select actor, attributes from audit_events where chain = $1 and event = 'audit.verified'", [acme]);
  expect(rows[0]).toEqual({ actor: "system:worker", attributes: { result: "broken", events: expect.any(String) } });
});

test("a chain whose stored end is missing raises the alert, although nothing can be appended to it: it is audited in the partner's", async () => {
  await tamper(`delete from audit_heads where chain = '${acme}'`);
  expect(await wholeRound(chainWatcher(worker, "", SMALL), 6)).toContain(acme);
  expect(await alerts()).toMatchObject([{ kind: "audit-chain-broken", customer_id: acme }]);
  const { rows } = await database
    .pool("admin")
    .query("select attributes from audit_events where chain = 'partner' and event = 'audit.broken'");
  expect(rows[0]).toEqual({ attributes: { result: "broken", events: "6", customer: acme } });
});

test("a changed event of the partner, and a chain that belongs to no customer, are alerts about the partner", async () => {
  await tamper("update audit_events set actor = 'system:other' where chain = 'partner' and seq = 2");
  expect(await wholeRound(chainWatcher(worker, "", SMALL), 6)).toContain("partner");
  expect(await alerts()).toMatchObject([{ kind: "audit-chain-broken", customer_id: null }]);
  await tamper("delete from alerts", "delete from audit_events where chain = 'partner'", "delete from audit_heads where chain = 'partner'");
  const { rows } = await database.pool("admin").query("select gen_random_uuid()::text as id");
  await tamper(
    `insert into audit_events select '${rows[0].id}', e.seq, e.at, e.event, e.actor, e.attributes, e.hash from audit_events e where e.chain = '${acme}'`,
  );
  expect(await wholeRound(chainWatcher(worker, "", SMALL), 6)).toContain(rows[0].id);
  expect(await alerts()).toMatchObject([{ kind: "audit-chain-broken", customer_id: null }]);
});

test("intact chains raise nothing, also while they grow and after the task has begun again with the first one", async () => {
  const watch = chainWatcher(worker, "", SMALL);
  for (let n = 0; n < 12; n += 1) {
    expect(await watch()).toEqual([]);
    await database.pool("owner").query("select write_audit($1, 'x.y', 'system:test', '{}')", [n % 2 === 0 ? acme : "partner"]);
  }
  expect(await alerts()).toEqual([]);
});

test("a run reads at most as many events and chains as it may, and the next run continues where it stopped", async () => {
  const [first, second] = [acme, globex].toSorted();
  await tamper(`update audit_events set actor = 'system:other' where chain = '${second}' and seq = 6`);
  const byEvents = chainWatcher(worker, "", { events: 4, chains: 100 });
  // 6 and 5 events in three runs of four.
  expect([await byEvents(), await byEvents()]).toEqual([[], []]);
  expect(await byEvents()).toEqual([second]);
  const byChains = chainWatcher(worker, "", { events: 1000, chains: 1 });
  expect(await byChains()).toEqual([]);
  expect(await byChains()).toEqual([second]);
  // It begins after the chain that it is given.
  expect(await chainWatcher(worker, first ?? "", { events: 1000, chains: 1 })()).toEqual([second]);
});
