import { afterAll, beforeAll, expect, test } from "vitest";
import { arrangeCustomer, arrangeDraft, arrangeInvitation, arrangeMember, arrangeStaff } from "#db/testing/arrange.ts";
import { ARRANGED_RING, agedVerification, arrangeConnection, arrangeOpenRun } from "#db/testing/arrange-verification.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { StaffActor } from "#kernel/actor.ts";
import { CustomerId } from "#kernel/ids.ts";
import { Secret } from "#kernel/process/secret.ts";
import { RUN_REASON_WORDS, RUN_REASONS } from "#kernel/verification/verdict.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import { AuditCursor, findAudit } from "./find-audit.ts";
import { findFleet } from "./find-fleet.ts";
import { findFleetCustomer } from "./find-fleet-customer.ts";
import { findFleetConnections } from "./fleet-connection-of.ts";
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

test("the fleet counts every customer, and a verification older than 24 hours has expired", async () => {
  const fleet = await findFleet(operator);
  expect(fleet.customers).toMatchObject([
    { name: "Acme", worst: "quarantined", where: "open", connections: 2, verified: 1, quarantined: 1 },
    { name: "Globex", worst: "expired", where: "old", connections: 2, verified: 0, expired: 1 },
  ]);
  expect(fleet).toMatchObject({ total: 3, verified: 1, quarantined: 1, accessDenied: 0, expired: 1, control: "ok" });
  expect(fleet.alerts).toMatchObject([{ title: "Acme / open", customerId: acme }]);
});

test("the list of connections is worst first, leaves removed ones out and names no role", async () => {
  const list = await findFleetConnections(operator);
  expect(list.map(({ name, status }) => [name, status])).toEqual([
    ["open", "quarantined"],
    ["old", "expired"],
    ["calm", "connected"],
    ["begun", "draft"],
  ]);
  expect(JSON.stringify(list)).not.toMatch(/AROA|sealed|sp-[0-9a-f]{8}/);
});

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
  expect(customer?.history[0]).toMatchObject({ event: "run.requested", actor: "operator@partner.example", subject: "open" });
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
  expect((await findFleet(operator)).customers.find(({ name }) => name === "Globex")).toMatchObject({ worst: "disabled", expired: 0 });
  await resumeCustomer(operator, globex);
});

test("audit pages cover all chains, newest first, without a gap or a repetition, and can be limited to one customer", async () => {
  for (let n = 0; n < 60; n += 1) await suspendCustomer(operator, n % 2 === 0 ? acme : globex, "other");
  const seen: string[] = [];
  let before: string | null = null;
  do {
    const page = await findAudit(operator, { customerId: null, before: before === null ? null : AuditCursor.parse(before) });
    seen.push(...page.events.map(({ chain, seq }) => `${chain}/${seq}`));
    before = page.before;
  } while (before !== null);
  const { rows } = await database
    .pool("admin")
    .query<{ name: string }>("select chain || '/' || seq as name from audit_events order by at desc, chain desc, seq desc");
  expect(seen).toEqual(rows.map(({ name }) => name));
  const one = await findAudit(operator, { customerId: acme, before: null });
  expect(new Set(one.events.map(({ chainName }) => chainName))).toEqual(new Set(["Acme"]));
  expect(one.events).toHaveLength(50);
  expect(one.customers.map(({ name }) => name)).toEqual(["Acme", "Globex"]);
});

test("the audit log gives the reason of a verification in the words of its report", async () => {
  for (const reason of RUN_REASONS)
    await database
      .pool("worker")
      .query("select append_audit('partner', 'run.started', 'system:worker', jsonb_build_object('reason', $1::text))", [reason]);
  const { events } = await findAudit(operator, { customerId: null, before: null });
  const subjects = events.filter(({ event }) => event === "run.started").map(({ subject }) => subject.toLowerCase());
  expect(subjects.toReversed()).toEqual(RUN_REASONS.map((reason) => RUN_REASON_WORDS[reason].toLowerCase()));
});

test("a made-up cursor does not parse", () => {
  for (const text of ["", "1", "1.2.other", "1.2.partner; drop", "x.1.partner"]) expect(AuditCursor.safeParse(text).success).toBe(false);
});
