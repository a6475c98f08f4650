import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { arrangeCustomer, arrangePast, arrangeStaff } from "#db/testing/arrange.ts";
import { arrangeConnection } from "#db/testing/arrange-verification.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { StaffActor, StaffRole } from "#kernel/actor.ts";
import type { CustomerId } from "#kernel/ids.ts";
import { Secret } from "#kernel/process/secret.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import { readListQuery } from "#lib/lists/shared/list-query.ts";
import { ALERT_LIST } from "#lib/staff/shared/alert-view.ts";
import { acknowledgeAlert, snoozeAlert } from "./alert-acts.ts";
import { listAlerts } from "./list-alerts.ts";

let database: TestDatabase;
let acme: CustomerId;
const staff = {} as Record<StaffRole, StaffActor>;

beforeAll(async () => {
  database = await createTestDatabase();
  openDatabase({ staff: new Secret(database.urls.staff) });
  const db = database.pool("owner");
  for (const role of ["support", "operator"] as const)
    staff[role] = { kind: "staff", role, userId: await arrangeStaff(db, { role, email: `${role}@partner.example` }) };
  acme = await arrangeCustomer(db, { name: "Acme" });
});
beforeEach(() => past("delete from alerts"));
afterAll(() => database.drop());

const past = (...statements: readonly string[]) => arrangePast(database.pool("admin"), ...statements);

/** The first alert of the list. */
async function first() {
  const [alert] = (await listAlerts(staff.support, readListQuery(ALERT_LIST, {}), null)).list.rows;
  return alert;
}
const details = async (id: string) => (await listAlerts(staff.support, readListQuery(ALERT_LIST, {}), id)).chosen;
const match = (kind: string, connection: string | null = null) =>
  database.pool("worker").query("select raise_alert($1, $2, $3)", [kind, acme, connection]);
const lastMatched = (ago: string) => past(`update alerts set last_at = now() - interval '${ago}'`);

test("a match after a quiet time is a new incident: open, not acknowledged, not snoozed", async () => {
  await match("own-account-submitted");
  const alertId = (await first())?.id ?? "";
  await acknowledgeAlert(staff.support, { alertId, version: 1 });
  await snoozeAlert(staff.operator, { alertId, version: 2, hours: 168 });
  await lastMatched("59 min");
  await match("own-account-submitted");
  expect(await first()).toBeUndefined();
  await lastMatched("61 min");
  await match("own-account-submitted");
  expect(await first()).toMatchObject({ id: alertId, times: 3, state: { kind: "open" } });
  expect(JSON.stringify(await details(alertId))).toContain("Opened again");
  expect(await acknowledgeAlert(staff.support, { alertId, version: 3 })).toMatchObject({ ok: false, code: "conflict" });
});

test("an alert about a connection, whose verifications repeat it, stays acknowledged for a day", async () => {
  const { id: connection } = await arrangeConnection(database.pool("owner"), acme);
  await match("our-credentials", connection);
  await acknowledgeAlert(staff.support, { alertId: (await first())?.id ?? "", version: 1 });
  await lastMatched("13 hours");
  await match("our-credentials", connection);
  expect(await first()).toMatchObject({ state: { kind: "acknowledged" } });
  await lastMatched("26 hours");
  await match("our-credentials", connection);
  expect(await first()).toMatchObject({ state: { kind: "open" } });
});

test("the details of an alert say that there are more events and connections than they show", async () => {
  const one = await arrangeConnection(database.pool("owner"), acme, { name: "ledger" });
  for (let n = 0; n < 7; n++) {
    const { id } = await arrangeConnection(database.pool("owner"), await arrangeCustomer(database.pool("owner"), { name: `Other ${n}` }));
    await past(`update connections set account_id = (select account_id from connections where id = '${one.id}') where id = '${id}'`);
  }
  await match("account-connected-twice", one.id);
  const id = (await first())?.id ?? "";
  expect(await details(id)).toMatchObject({
    connections: { length: 5 },
    connectionsTotal: 7,
    connectionsHref: `/admin/connections?q=${one.run.accountId}`,
    isHistoryCut: false,
  });
  // Connections that gave up the account do not raise the alert, so they are not shown.
  await past(
    "update connections set status = 'disabled', claim_ended_at = now() where customer_id in (select id from customers where name in ('Other 5', 'Other 6'))",
  );
  expect(await details(id)).toMatchObject({ connectionsTotal: 5, connections: { length: 5 } });
  await past(`insert into alert_history (alert_id, what) select '${id}', 'reopened' from generate_series(1, 51)`);
  expect(await details(id)).toMatchObject({ isHistoryCut: true });
});

test("the alert about a silent worker names it, and neither a worker that reports nor one that ended normally", async () => {
  await past(`insert into worker_heartbeats (worker_id, beat_at, ended_at) values
    ('lost-1a2b3c4d', now() - interval '3 min', null), ('busy', now(), null), ('stopped', now() - interval '3 min', now() - interval '3 min')`);
  await database.pool("worker").query("select watch_workers()");
  const id = (await first())?.id ?? "";
  expect(await details(id)).toMatchObject({
    title: "A worker stopped unexpectedly",
    workers: [{ id: "lost-1a2b3c4d" }],
    areWorkersCut: false,
  });
  await past(
    `insert into worker_heartbeats (worker_id, beat_at) select 'lost-' || n, now() - interval '4 min' from generate_series(1, 5) n`,
  );
  expect(await details(id)).toMatchObject({ workers: { length: 5 }, areWorkersCut: true });
});
