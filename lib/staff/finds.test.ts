import { afterAll, beforeAll, expect, test } from "vitest";
import { arrangeCustomer, arrangeDraft, arrangeInvitation, arrangeMember, arrangeStaff } from "#db/testing/arrange.ts";
import { ARRANGED_RING, agedVerification, arrangeConnection, arrangeOpenRun } from "#db/testing/arrange-verification.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { StaffActor } from "#kernel/actor.ts";
import { CustomerId } from "#kernel/ids.ts";
import { Secret } from "#kernel/process/secret.ts";
import { RUN_REASON_WORDS, RUN_REASONS } from "#kernel/verification/verdict.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import { AUDIT_LIST } from "#lib/staff/shared/audit-view.ts";
import { readListQuery } from "#lib/staff/shared/list-query.ts";
import { findAudit } from "./find-audit.ts";
import { findFleetCustomer } from "./find-fleet-customer.ts";
import { requestRun } from "./request-rotations.ts";
import { resumeCustomer, suspendCustomer } from "./suspend-customer.ts";

let database: TestDatabase;
let operator: StaffActor;
let acme: CustomerId;
let globex: CustomerId;
let quarantined: Awaited<ReturnType<typeof arrangeConnection>>;

beforeAll(async () => {
  database = await createTestDatabase();
  openDatabase({ staff: new Secret(database.urls.staff) });
  const db = database.pool("owner");
  operator = { kind: "staff", role: "operator", userId: await arrangeStaff(db, { role: "operator", email: "operator@partner.example" }) };
  acme = await arrangeCustomer(db, { name: "Acme" });
  globex = await arrangeCustomer(db, { name: "Globex" });
  await arrangeMember(db, acme, { role: "owner", email: "owner@acme.example" });
  await arrangeInvitation(db, acme, { email: "next@acme.example" });
  await arrangeConnection(db, acme, { name: "calm" });
  quarantined = await arrangeConnection(db, acme, { name: "open", status: "quarantined" });
  await arrangeDraft(db, globex, { name: "begun" });
  const old = await arrangeConnection(db, globex, { name: "old" });
  await agedVerification(database.pool("admin"), globex, old.id, "30 hours");
  await arrangeConnection(db, globex, { name: "gone", status: "removed" });
});

afterAll(() => database.drop());

test("a customer that does not exist is null", async () => {
  expect(
    await findFleetCustomer(operator, { dataKeys: ARRANGED_RING }, CustomerId.parse("01890000-0000-7000-8000-000000000000")),
  ).toBeNull();
});

test("one customer: connections, verification reports with probes, people, open invitations and history, and never an External ID", async () => {
  await arrangeOpenRun(database.pool("owner"), acme, quarantined.id);
  await requestRun(operator, acme, quarantined.id);
  const customer = await findFleetCustomer(operator, { dataKeys: ARRANGED_RING }, acme);
  expect(customer).toMatchObject({
    name: "Acme",
    suspendedAt: null,
    connections: [{ name: "open" }, { name: "calm" }],
    people: [{ email: "owner@acme.example", role: "owner" }],
    invitations: [{ email: "next@acme.example", role: "member" }],
  });
  expect(customer?.runs).toHaveLength(3);
  expect(customer?.runs[0]).toMatchObject({ connectionName: "open", verdict: null, finishedAt: null, probes: [] });
  expect(customer?.runs[2]).toMatchObject({ connectionName: "calm", verdict: "secure" });
  expect(customer?.runs[2]?.probes.slice(0, 2)).toEqual([
    { name: "Correct External ID", expected: "Allowed", got: "Allowed", code: "", requestId: "request-0" },
    { name: "No External ID", expected: "Denied", got: "Denied", code: "AccessDenied", requestId: "request-1" },
  ]);
  expect(customer?.history[0]).toMatchObject({ event: "run.requested", actor: "operator@partner.example", connection: "open" });
  expect(JSON.stringify(customer)).not.toMatch(/AROA|sealed|sp-[0-9a-f]{8}/);
});

test("a run with a probe that the portal did not write is inconclusive for staff, too", async () => {
  const forged = await arrangeConnection(database.pool("owner"), globex, { name: "forged" });
  await database.pool("admin").query(`do $$ begin set local session_replication_role = replica;
    update verification_probes set mac = null where run_id = '${forged.run.id}' and name = 'none'; end $$`);
  const customer = await findFleetCustomer(operator, { dataKeys: ARRANGED_RING }, globex);
  const run = customer?.runs.find(({ connectionName }) => connectionName === "forged");
  expect(run).toMatchObject({ verdict: "inconclusive" });
  expect(new Set(run?.probes.map(({ got }) => got))).toEqual(new Set(["Inconclusive"]));
  await database.pool("owner").query("update connections set status = 'removed' where id = $1", [forged.id]);
});

test("a suspended customer's connections are all shown as disabled, without a next check", async () => {
  await suspendCustomer(operator, globex, "unpaid");
  const customer = await findFleetCustomer(operator, { dataKeys: ARRANGED_RING }, globex);
  expect(customer?.connections.map(({ status, nextCheckAt }) => [status, nextCheckAt])).toEqual([
    ["disabled", null],
    ["disabled", null],
  ]);
  await resumeCustomer(operator, globex);
});

const page = (params: Record<string, string> = {}) => findAudit(operator, readListQuery(AUDIT_LIST, params));

test("audit pages cover all chains, newest first, without a gap or a repetition, and can be limited to one customer", async () => {
  for (let n = 0; n < 60; n += 1) await suspendCustomer(operator, n % 2 === 0 ? acme : globex, "other");
  const seen: string[] = [];
  let next: string | null = "";
  while (next !== null) {
    const { list } = await page({ after: next });
    seen.push(...list.rows.map(({ chain, seq }) => `${chain}/${seq}`));
    next = list.next;
  }
  const { rows } = await database
    .pool("admin")
    .query<{ name: string }>("select chain || '/' || seq as name from audit_events order by at desc, chain desc, seq desc");
  expect(seen).toEqual(rows.map(({ name }) => name));
  const { list } = await page({ customer: acme });
  expect(new Set(list.rows.map(({ chainName }) => chainName))).toEqual(new Set(["Acme"]));
  expect(list.rows).toHaveLength(40);
  expect(list.names["customer"]).toEqual({ [acme]: "Acme" });
});

test("audit events are filtered by event, actor, connection, result and time, and found by a run, a person or a customer", async () => {
  const events = async (params: Record<string, string>) => (await page(params)).list.rows;
  const count = async (params: Record<string, string>) => (await events(params)).length;
  expect(new Set((await events({ event: "customer.resumed" })).map(({ event }) => event))).toEqual(new Set(["customer.resumed"]));
  expect(await count({ actor: `staff:${operator.userId}`, event: "run.requested" })).toBe(1);
  expect(await count({ actor: "system:worker", event: "run.requested" })).toBe(0);
  expect(await count({ connection: quarantined.id, event: "run.requested" })).toBe(1);
  expect(await count({ q: quarantined.id, event: "run.requested" })).toBe(1);
  expect(await count({ q: "OPERATOR@partner.example", event: "run.requested" })).toBe(1);
  expect(await count({ q: "acme", event: "run.requested" })).toBe(1);
  expect(await count({ customer: globex, event: "run.requested" })).toBe(0);
  expect(await count({ customer: globex, q: "acme" })).toBe(0);
  expect(await count({ q: "nobody@nowhere.example" })).toBe(0);
  expect(await count({ q: "no such customer" })).toBe(0);
  expect(await count({ time: "1h", event: "run.requested" })).toBe(1);
  expect(await count({ day: "2020-01-31" })).toBe(0);
  expect(await count({ verdict: "not-secure" })).toBe(0);
});

test("the audit log gives the reason of a verification in the words of its report", async () => {
  for (const reason of RUN_REASONS)
    await database
      .pool("worker")
      .query("select append_audit('partner', 'run.started', 'system:worker', jsonb_build_object('reason', $1::text))", [reason]);
  const { list } = await page({ event: "run.started" });
  const subjects = list.rows.map(({ subject }) => subject.toLowerCase());
  expect(subjects.toReversed()).toEqual(RUN_REASONS.map((reason) => RUN_REASON_WORDS[reason].toLowerCase()));
});

test("the ID of a request to AWS finds the events of its run in the audit log", async () => {
  const request = "8f0a7a1e-5a43-4f0a-9d5e-0c2f6c1f7a12";
  const admin = await database.pool("admin").connect();
  await admin.query("set session_replication_role = replica");
  await admin.query("update verification_probes set request_id = $1 where n = 0 and run_id = $2", [request, quarantined.run.id]);
  admin.release(true);
  await database
    .pool("owner")
    .query("select append_audit($1, 'run.closed', 'system:worker', $2::jsonb)", [
      acme,
      JSON.stringify({ run: quarantined.run.id, connection: quarantined.id }),
    ]);
  const { list } = await findAudit(operator, readListQuery(AUDIT_LIST, { q: request }));
  expect(list.rows).toHaveLength(1);
});
