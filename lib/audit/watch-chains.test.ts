import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { arrangeCustomer, arrangePast } from "#db/testing/arrange.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { SystemActor } from "#kernel/actor.ts";
import type { CustomerId } from "#kernel/ids.ts";
import { Secret } from "#kernel/process/secret.ts";
import { openDatabase } from "./open-database.ts";
import { verifyAuditChain, verifyOneChain } from "./verify-audit-chain.ts";
import { chainWatcher } from "./watch-chains.ts";

const worker: SystemActor = { kind: "system", task: "worker" };
const cli: SystemActor = { kind: "system", task: "cli" };
const SMALL = { events: 4, chains: 100 };
let database: TestDatabase;
let acme: CustomerId;
let globex: CustomerId;

beforeAll(async () => {
  database = await createTestDatabase();
  openDatabase({ worker: new Secret(database.urls.worker), staff: new Secret(database.urls.staff) });
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
  ["a changed event", "update audit_events set actor = 'system:other' where chain = $1 and seq = 3", "2"],
  ["a changed event in the second part of a chain", "update audit_events set event = 'x.z' where chain = $1 and seq = 6", "5"],
  ["a missing event", "delete from audit_events where chain = $1 and seq = 5", "4"],
  ["a missing end", "delete from audit_events where chain = $1 and seq = 6", "5"],
  ["a chain without events", "delete from audit_events where chain = $1", "0"],
])(
  "%s of a customer raises one critical alert about this customer, once, and is recorded in the chain once",
  async (_name, change, events) => {
    await tamper(change.replaceAll("$1", `'${acme}'`));
    const watch = chainWatcher(worker, "", SMALL);
    expect(new Set(await wholeRound(watch))).toEqual(new Set([acme]));
    expect(await alerts()).toEqual([{ kind: "audit-chain-broken", severity: 0, customer_id: acme, times: 1 }]);
    const { rows } = await database
      .pool("admin")
      .query("select actor, attributes from audit_events where chain = $1 and event in ('audit.verified', 'audit.broken')", [acme]);
    expect(rows).toEqual([{ actor: "system:worker", attributes: { events } }]);
  },
);

test("an event before the first one of a chain is noticed, although its links are intact", async () => {
  await tamper(
    "alter table audit_events drop constraint audit_event_seq",
    `insert into audit_events values ('${acme}', -5, now(), 'x.y', 'system:test', '{}', '')`,
  );
  expect(await wholeRound(chainWatcher(worker, "", SMALL), 6)).toContain(acme);
  expect(await alerts()).toMatchObject([{ kind: "audit-chain-broken", customer_id: acme }]);
  expect(await verifyOneChain(cli, acme, 100)).toMatchObject({ broken: { seq: 1, problem: "gap" } });
  await tamper(
    "delete from audit_events where seq < 1",
    "alter table audit_events add constraint audit_event_seq check (seq > 0) not valid",
  );
});

test.each([
  [
    "moved back to an event that exists",
    "update audit_heads h set seq = 4, hash = (select e.hash from audit_events e where e.chain = h.chain and e.seq = 4)",
  ],
  ["moved back to nothing", "update audit_heads set seq = 0, hash = ''"],
  ["changed", "update audit_heads set hash = 'x'"],
])("a stored end that was %s is noticed by the worker, by staff and by the operator's command", async (_name, change) => {
  await tamper(`${change} where chain = '${acme}'`);
  expect(await wholeRound(chainWatcher(worker, "", SMALL), 6)).toContain(acme);
  expect(await alerts()).toMatchObject([{ kind: "audit-chain-broken", customer_id: acme }]);
  // To a chain whose stored hash was changed, the finding is appended with this hash, so its link is wrong too.
  const problem = expect.stringMatching(/^(head|changed)$/);
  expect(await verifyOneChain(cli, acme, 100)).toMatchObject({ broken: { problem } });
  expect((await verifyAuditChain(cli)).breaks).toMatchObject([{ chain: acme, problem }]);
});

test("after a person has resolved the alert of a broken chain, only another wrong event of it raises an alert", async () => {
  await tamper(`update audit_events set actor = 'system:other' where chain = '${acme}' and seq = 2`);
  const watch = chainWatcher(worker, "", SMALL);
  await wholeRound(watch);
  await tamper("update alerts set resolved_at = now()");
  await wholeRound(watch);
  expect(await alerts()).toEqual([]);
  await tamper(`update audit_events set actor = 'system:other' where chain = '${acme}' and seq = 5`);
  await wholeRound(watch);
  expect(await alerts()).toMatchObject([{ kind: "audit-chain-broken", customer_id: acme, times: 1 }]);
});

test("a chain that can't be read is passed over, and the chains after it are verified", async () => {
  const [first, second] = [acme, globex].toSorted();
  await tamper(`update audit_events set actor = 'system:other' where chain = '${second}' and seq = 1`);
  // Reading this row fails, as that of a damaged page would.
  await tamper(
    `create function fail_on(c text, n bigint) returns boolean language plpgsql as $$ begin if c = '${first}' and n = 3 then raise 'damaged' using errcode = 'XX001'; end if; return true; end $$`,
    "create policy damaged on audit_events as restrictive for select to sp_owner using (fail_on(chain, seq))",
  );
  expect(await chainWatcher(worker, "", { events: 1000, chains: 3 })()).toEqual([second]);
  await tamper("drop policy damaged on audit_events", "drop function fail_on(text, bigint)");
});

test("a chain whose stored end is missing raises the alert, although nothing can be appended to it: it is audited in the partner's", async () => {
  await tamper(`delete from audit_heads where chain = '${acme}'`);
  expect(await wholeRound(chainWatcher(worker, "", SMALL), 6)).toContain(acme);
  expect(await alerts()).toMatchObject([{ kind: "audit-chain-broken", customer_id: acme }]);
  const { rows } = await database
    .pool("admin")
    .query("select attributes from audit_events where chain = 'partner' and event = 'audit.broken'");
  expect(rows[0]).toEqual({ attributes: { events: "6", customer: acme } });
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

test("each wrong event of a chain of no customer, and of the partner's, is an alert once, also if two chains have it at the same place", async () => {
  const watch = chainWatcher(worker, "", SMALL);
  const seen: unknown[] = [];
  const forged = ["forged", "00000000-0000-4000-8000-000000000000"];
  for (const chain of forged) {
    await tamper(
      `insert into audit_events select '${chain}', 1, at, event, actor, attributes, hash from audit_events where chain = '${acme}' and seq = 1`,
    );
    for (let n = 0; n < 2; n += 1) await wholeRound(watch);
    seen.push(...(await alerts()));
    await tamper("delete from alerts");
  }
  await tamper("update audit_events set actor = 'system:other' where chain = 'partner' and seq = 1");
  for (let n = 0; n < 2; n += 1) await wholeRound(watch);
  seen.push(...(await alerts()));
  // The hash of a forged event is wrong, and its chain has no stored end.
  const alert = { kind: "audit-chain-broken", severity: 0, customer_id: null };
  expect(seen).toEqual([2, 2, 1].map((times) => ({ ...alert, times })));
  const { rows } = await database.pool("admin").query("select attributes from audit_events where event = 'audit.broken' order by seq");
  // The second name could be the ID of a customer who was deleted, and the audit takes no free text.
  const names = [{ chain: createHash("sha256").update("forged").digest("hex") }, { customer: forged[1] }];
  expect(rows.map(({ attributes }) => attributes)).toEqual([
    ...names.flatMap((name) => ["0", "1"].map((events) => ({ events, ...name }))),
    { events: "0" },
  ]);
});

test("a break that release 0.1.0 audited, as a verification, raises no second alert", async () => {
  await database
    .pool("owner")
    .query("select write_audit($1, 'audit.verified', 'system:worker', $2)", [acme, { result: "broken", events: "2" }]);
  await tamper(`update audit_events set actor = 'system:other' where chain = '${acme}' and seq = 3`);
  const watch = chainWatcher(worker, "", SMALL);
  expect(await wholeRound(watch)).toContain(acme);
  expect(await alerts()).toEqual([]);
  await tamper(`update audit_events set actor = 'system:other' where chain = '${acme}' and seq = 2`);
  await wholeRound(watch);
  expect(await alerts()).toMatchObject([{ kind: "audit-chain-broken", customer_id: acme, times: 1 }]);
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
