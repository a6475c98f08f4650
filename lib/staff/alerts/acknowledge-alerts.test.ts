import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { arrangeCustomer, arrangeStaff } from "#db/testing/arrange.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { StaffActor } from "#kernel/actor.ts";
import { type CustomerId, UserId } from "#kernel/ids.ts";
import { Secret } from "#kernel/process/secret.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import { acknowledgeAlerts, snoozeAlert } from "./alert-acts.ts";

const ABSENT = "00000000-0000-4000-8000-000000000000";
let database: TestDatabase;
let acme: CustomerId;
let support: StaffActor;
let operator: StaffActor;

beforeAll(async () => {
  database = await createTestDatabase();
  openDatabase({ staff: new Secret(database.urls.staff) });
  const db = database.pool("owner");
  support = { kind: "staff", role: "support", userId: await arrangeStaff(db, { role: "support", email: "support@partner.example" }) };
  operator = { kind: "staff", role: "operator", userId: await arrangeStaff(db, { role: "operator", email: "operator@partner.example" }) };
  acme = await arrangeCustomer(db, { name: "Acme" });
});
beforeEach(() => database.pool("admin").query("delete from alerts"));
afterAll(() => database.drop());

const rows = async (text: string, values: unknown[] = []) => (await database.pool("admin").query(text, values)).rows;
const seen = (alertId: string) => ({ alertId, version: 1 });
async function raised(kind: string): Promise<string> {
  await database.pool("worker").query("select raise_alert($1, $2, null)", [kind, acme]);
  return (await rows("select id from alerts where kind = $1", [kind]))[0].id;
}

test("a person who is not staff can't acknowledge alerts", async () => {
  const id = await raised("own-account-submitted");
  const outsider: StaffActor = { ...support, userId: UserId.parse(ABSENT) };
  expect(await acknowledgeAlerts(outsider, [seen(id)])).toMatchObject({ ok: false, code: "not-allowed" });
  expect(await rows("select version from alerts")).toEqual([{ version: 1 }]);
});

test("selected alerts are acknowledged together, except those that somebody changed or that are gone, and each is audited", async () => {
  const [first, second, changed] = [await raised("own-account-submitted"), await raised("mail-failing"), await raised("role-claim-moved")];
  expect(await snoozeAlert(operator, { ...seen(changed), hours: 1 })).toMatchObject({ ok: true });
  const selected = [seen(first), seen(changed), seen(ABSENT), seen(second)];
  expect(await acknowledgeAlerts(support, selected)).toEqual({ ok: true, value: { acknowledged: 2, changed: 2 } });
  const acknowledged = await rows("select id from alerts where acknowledged_by = $1", [support.userId]);
  expect(acknowledged.map(({ id }) => id).toSorted()).toEqual([first, second].toSorted());
  const audited = await rows("select attributes->>'alert' as id from audit_events where event = 'alert.acknowledged' order by seq");
  expect(audited.map(({ id }) => id)).toEqual([first, second]);
});
