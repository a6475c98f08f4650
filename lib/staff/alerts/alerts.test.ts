import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { inTransaction } from "#db/in-transaction.ts";
import { arrangeCustomer, arrangeStaff } from "#db/testing/arrange.ts";
import { arrangeConnection } from "#db/testing/arrange-verification.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { StaffActor, StaffRole } from "#kernel/actor.ts";
import { ALERT_KINDS, ALERT_RULES } from "#kernel/alerts/alert-rules.ts";
import { SEVERITIES } from "#kernel/alerts/severities.ts";
import type { CustomerId } from "#kernel/ids.ts";
import { Secret } from "#kernel/process/secret.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import { readListQuery } from "#lib/lists/shared/list-query.ts";
import { exportList } from "#lib/staff/lists/export-list.ts";
import { ALERT_LIST } from "#lib/staff/shared/alert-view.ts";
import { acknowledgeAlert, chooseAlertMails, resolveAlert, snoozeAlert } from "./alert-acts.ts";
import { findNotifications } from "./find-notifications.ts";
import { countAlertViews, listAlerts, openAlerts } from "./list-alerts.ts";

const DONE = { ok: true, value: null };
const ABSENT = "01890000-0000-7000-8000-000000000000";
let database: TestDatabase;
let acme: CustomerId;
const staff = {} as Record<StaffRole, StaffActor>;

beforeAll(async () => {
  database = await createTestDatabase();
  openDatabase({ staff: new Secret(database.urls.staff) });
  const db = database.pool("owner");
  for (const role of ["support", "operator", "admin"] as const)
    staff[role] = { kind: "staff", role, userId: await arrangeStaff(db, { role, email: `${role}@partner.example` }) };
  acme = await arrangeCustomer(db, { name: "Acme" });
});
beforeEach(() => database.pool("admin").query("delete from alerts"));
afterAll(() => database.drop());

const rows = async (text: string, values: unknown[] = []) => (await database.pool("admin").query(text, values)).rows;
const list = (who: StaffActor, params: Record<string, string> = {}, chosen: string | null = null) =>
  listAlerts(who, readListQuery(ALERT_LIST, params), chosen);
const kinds = async (params: Record<string, string> = {}) => (await list(staff.support, params)).list.rows.map(({ title }) => title);

async function raised(kind: string, customer: CustomerId | null = acme): Promise<string> {
  await database.pool("worker").query("select raise_alert($1, $2, null)", [kind, customer]);
  const [row] = await rows("select id from alerts where kind = $1 and resolved_at is null order by raised_at desc limit 1", [kind]);
  return row.id;
}
const seen = (alertId: string, version = 1) => ({ alertId, version });

test("support may acknowledge, but neither snooze nor resolve, whatever role the actor claims", async () => {
  const id = await raised("own-account-submitted");
  for (const who of [staff.support, { ...staff.support, role: "admin" as const }]) {
    expect(await snoozeAlert(who, { ...seen(id), hours: 4 })).toMatchObject({ ok: false, code: "not-allowed" });
    expect(await resolveAlert(who, { ...seen(id), note: "Done" })).toMatchObject({ ok: false, code: "not-allowed" });
  }
  expect(await acknowledgeAlert(staff.support, seen(id))).toEqual(DONE);
  expect((await list(staff.support)).list.rows).toMatchObject([{ id, state: { kind: "acknowledged", by: "support@partner.example" } }]);
  expect(await rows("select event, actor, attributes from audit_events where event like 'alert.%' order by seq desc limit 1")).toEqual([
    { event: "alert.acknowledged", actor: `staff:${staff.support.userId}`, attributes: { alert: id } },
  ]);
});

test("nobody acts on an alert that somebody else has changed since they saw it", async () => {
  const id = await raised("own-account-submitted");
  expect(await acknowledgeAlert(staff.support, seen(id))).toEqual(DONE);
  for (const act of [
    () => acknowledgeAlert(staff.operator, seen(id)),
    () => snoozeAlert(staff.operator, { ...seen(id), hours: 1 }),
    () => resolveAlert(staff.operator, { ...seen(id), note: "Done" }),
  ])
    expect(await act()).toMatchObject({ ok: false, code: "conflict", message: expect.stringContaining("changed in the meantime") });
  expect(await resolveAlert(staff.operator, { ...seen(id, 2), note: "Done" })).toEqual(DONE);
  expect(await acknowledgeAlert(staff.operator, seen(id, 3))).toMatchObject({ ok: false, code: "conflict" });
  expect(await acknowledgeAlert(staff.operator, seen(ABSENT))).toMatchObject({ ok: false, code: "not-found" });
});

test("an alert whose end the portal verifies can't be resolved by a person", async () => {
  const id = await raised("mail-failing");
  expect(await resolveAlert(staff.admin, { ...seen(id), note: "Looks fine to me" })).toMatchObject({
    ok: false,
    code: "conflict",
    message: expect.stringContaining("Snooze it"),
  });
  expect(await rows("select resolved_at, version from alerts")).toEqual([{ resolved_at: null, version: 1 }]);
});

test("a resolved alert keeps its note and who resolved it, and its rule raises another one", async () => {
  const id = await raised("own-account-submitted");
  expect(await resolveAlert(staff.operator, { ...seen(id), note: " Ada confirmed it. " })).toEqual(DONE);
  const { chosen } = await list(staff.support, {}, id);
  expect(chosen).toMatchObject({ state: { kind: "resolved", by: "operator@partner.example" } });
  expect(chosen === null || chosen === "gone" ? [] : chosen.history.map(({ text, note }) => [text, note])).toEqual([
    ["Raised", null],
    ["Resolved by operator@partner.example", "Ada confirmed it."],
  ]);
  expect(await raised("own-account-submitted")).not.toBe(id);
  expect(await kinds({ state: "resolved" })).toEqual(["Own account submitted"]);
});

test("a snoozed alert is not among the open ones until its time is over or the snooze is ended", async () => {
  const id = await raised("own-account-submitted");
  expect(await snoozeAlert(staff.operator, { ...seen(id), hours: 4 })).toEqual(DONE);
  expect(await inTransaction(staff.support, (tx) => openAlerts(tx, staff.support))).toMatchObject({ rows: [], snoozed: 1 });
  expect((await list(staff.support, { state: "snoozed" })).list.rows).toMatchObject([{ state: { kind: "snoozed" } }]);
  await rows("update alerts set snoozed_until = now() - interval '1 second'");
  expect(await kinds()).toEqual(["Own account submitted"]);
  expect(await snoozeAlert(staff.operator, { ...seen(id, 2), hours: 24 })).toEqual(DONE);
  expect(await snoozeAlert(staff.operator, { ...seen(id, 3), hours: 0 })).toEqual(DONE);
  expect(await kinds()).toEqual(["Own account submitted"]);
});

test("a rule that matches again is counted in the open alert, and stays acknowledged", async () => {
  const id = await raised("own-account-submitted");
  await acknowledgeAlert(staff.support, seen(id));
  for (const _ of [1, 2]) expect(await raised("own-account-submitted")).toBe(id);
  expect((await list(staff.support)).list.rows).toMatchObject([{ times: 3, state: { kind: "acknowledged" } }]);
});

test("a critical alert comes first and is counted, however many newer alerts there are", async () => {
  await raised("forged-verification");
  await rows(
    `insert into alerts (kind, customer_id, raised_at) select case n % 2 when 0 then 'role-claim-moved' else 'own-account-submitted' end, gen_random_uuid(), now() + n * interval '1 ms'
     from generate_series(1, 120) n`,
  );
  const view = await inTransaction(staff.support, (tx) => openAlerts(tx, staff.support));
  expect(view.rows[0]).toMatchObject({ severity: "critical", title: ALERT_RULES["forged-verification"].title });
  expect(view.counts.map(({ severity, alerts }) => [severity, alerts])).toEqual([
    ["critical", 1],
    ["high", 60],
    ["medium", 0],
    ["low", 60],
  ]);
  const first = await list(staff.support);
  expect(first.list.rows.map(({ severity }) => severity).slice(0, 2)).toEqual(["critical", "high"]);
  expect(first.list).toMatchObject({ total: 121, start: 1 });
  const seenIds = new Set<string>();
  for (let view = first; ; view = await list(staff.support, { after: view.list.next ?? "" })) {
    for (const { id } of view.list.rows) seenIds.add(id);
    if (view.list.next === null) break;
  }
  expect(seenIds.size).toBe(121);
});

test("filters by severity, next step, rule, customer and search are joined, and each shows its numbers", async () => {
  const globex = await arrangeCustomer(database.pool("owner"), { name: "Globex" });
  await raised("own-account-submitted");
  await raised("own-account-submitted", globex);
  await raised("role-claim-moved");
  const { id: connection } = await arrangeConnection(database.pool("owner"), globex, { name: "Open", status: "quarantined" });
  expect(await kinds()).toHaveLength(4);
  expect(await kinds({ severity: "critical" })).toEqual(["Connection is quarantined"]);
  expect(await kinds({ step: "customer" })).toEqual(["Connection is quarantined"]);
  expect(await kinds({ step: "customer", rule: "role-claim-moved" })).toEqual([]);
  expect(await kinds({ rule: "role-claim-moved" })).toEqual(["Role moved to another connection"]);
  expect(await kinds({ customer: globex })).toHaveLength(2);
  expect(await kinds({ q: "globex" })).toHaveLength(2);
  expect(await kinds({ q: connection })).toEqual(["Connection is quarantined"]);
  expect(await kinds({ mine: "yes" })).toEqual([]);
  expect(await countAlertViews(staff.support, ["", "step=staff", "mine=yes", "state=snoozed", "state=resolved", "q=globex"])).toEqual([
    4,
    3,
    0,
    0,
    0,
    null,
  ]);
  const { list: shown } = await list(staff.support, { severity: "high" });
  expect(shown.facets[0]?.options.map(({ value, count }) => [value, count])).toEqual([
    ["critical", 1],
    ["high", 2],
    ["medium", 0],
    ["low", 1],
  ]);
  expect((await list(staff.support, { severity: "extreme" })).list.query.ignored).toEqual(["severity=extreme"]);
});

test("the details of an account that is connected twice name the other customer's connection", async () => {
  const one = await arrangeConnection(database.pool("owner"), acme, { name: "ledger" });
  const other = await arrangeCustomer(database.pool("owner"), { name: "Corvid" });
  const two = await arrangeConnection(database.pool("owner"), other, { name: "core" });
  const admin = await database.pool("admin").connect();
  await admin.query("set session_replication_role = replica");
  await admin.query("update connections set account_id = (select account_id from connections where id = $1) where id = $2", [
    one.id,
    two.id,
  ]);
  admin.release(true);
  await database.pool("worker").query("select raise_alert('account-connected-twice', $1, $2)", [acme, one.id]);
  const id = (await list(staff.support)).list.rows[0]?.id ?? "";
  const { chosen } = await list(staff.support, {}, id);
  expect(chosen).toMatchObject({
    place: "Acme / ledger",
    run: { id: one.run.id },
    connections: [{ name: "core", customerName: "Corvid" }],
  });
  expect(JSON.stringify(chosen)).not.toMatch(/arn:|AROA|sp-[0-9a-f]{8}/);
  expect((await list(staff.support, {}, ABSENT)).chosen).toBe("gone");
});

test("an export has every alert of the filter in the order of time, and neither a note nor a person of the staff", async () => {
  const id = await raised("own-account-submitted");
  await resolveAlert(staff.operator, { ...seen(id), note: "Ada confirmed it." });
  await raised("role-claim-moved");
  const pieces: string[] = [];
  for await (const piece of await exportList(staff.support, "alerts", "ndjson", { state: "open,resolved" })) pieces.push(piece);
  const text = pieces.join("");
  expect(
    text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).state),
  ).toEqual(["Resolved", "Open"]);
  expect(text).not.toMatch(/Ada|operator@/);
});

test("an export says that its search left alerts out", async () => {
  await rows("insert into customers (name) select 'Zeta ' || n from generate_series(1, 201) n");
  const pieces: string[] = [];
  for await (const piece of await exportList(staff.support, "alerts", "ndjson", { q: "zeta" })) pieces.push(piece);
  expect(JSON.parse(pieces.join(""))).toEqual({ cut: expect.stringContaining("only the alerts of the first 200") });
});

test("a person chooses their own emails only, and sees how many of the staff get them", async () => {
  expect(await chooseAlertMails(staff.support, ["critical", "low"])).toEqual(DONE);
  expect(await chooseAlertMails(staff.admin, ["critical"])).toEqual(DONE);
  const of = async (who: StaffActor) =>
    (await findNotifications(who)).severities.map(({ severity, isChosen, people }) => [severity, isChosen, people]);
  expect(await of(staff.support)).toEqual([
    ["critical", true, 2],
    ["high", false, 0],
    ["medium", false, 0],
    ["low", true, 1],
  ]);
  expect((await of(staff.operator)).map(([, isChosen]) => isChosen)).toEqual([false, false, false, false]);
  expect(await chooseAlertMails(staff.support, [])).toEqual(DONE);
  expect((await list(staff.support)).getsEmails).toBe(false);
  expect((await list(staff.admin)).getsEmails).toBe(true);
});

test("the database has the severity of each rule, and lets a person resolve what the rules say", async () => {
  const stored = await rows(
    "select k as kind, alert_severity(k)::int as severity, not alert_ends_by_itself(k) as by_person from unnest($1::text[]) k",
    [[...ALERT_KINDS]],
  );
  expect(stored).toEqual(
    ALERT_KINDS.map((kind) => ({
      kind,
      severity: SEVERITIES.indexOf(ALERT_RULES[kind].severity),
      by_person: ALERT_RULES[kind].byPerson,
    })),
  );
});
