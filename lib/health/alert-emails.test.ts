import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { arrangePast, arrangeStaff } from "#db/testing/arrange.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import { Secret } from "#kernel/process/secret.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import { mailAlerts } from "./watch-alerts.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  openDatabase({ worker: new Secret(database.urls.worker) });
});
beforeEach(() => past("delete from alerts", "delete from alert_history", "delete from alert_mail_choices", "delete from alert_mails"));
afterAll(() => database.drop());

const past = (...statements: readonly string[]) => arrangePast(database.pool("admin"), ...statements);

/** The emails that were queued for each alert: how many alerts each lists. */
async function queued(): Promise<readonly number[]> {
  await mailAlerts({ kind: "system", task: "worker" });
  const { rows } = await database
    .pool("admin")
    .query<{ n: number }>(`select count(*)::int as n from alert_recipients r join alert_mails m on m.id = r.mail_id group by m.id`);
  return rows.map(({ n }) => n).toSorted((a, b) => a - b);
}
const wants = (user: string, ...severities: readonly number[]) =>
  past(...severities.map((severity) => `insert into alert_mail_choices values ('${user}', ${severity})`));

test("nobody is mailed who did not choose the severity, about failing email, about a repeat, or twice", async () => {
  const user = await arrangeStaff(database.pool("owner"));
  await wants(user, 0, 2, 3);
  const raise = (kind: string) => database.pool("worker").query("select raise_alert($1, null, null)", [kind]);
  for (const kind of ["mail-failing", "own-account-submitted"]) await raise(kind);
  expect(await queued()).toEqual([]);
  await wants(user, 1);
  await past("update alerts set resolved_at = now()");
  for (const kind of ["mail-failing", "own-account-submitted", "own-account-submitted"]) await raise(kind);
  expect(await queued()).toEqual([1]);
  await raise("own-account-submitted");
  expect(await queued()).toEqual([1]);
  const { rows } = await database.pool("admin").query("select what, people from alert_history");
  expect(rows).toEqual([{ what: "emailed", people: 1 }]);
});

test("a new incident of an alert that is still open is mailed again", async () => {
  const user = await arrangeStaff(database.pool("owner"));
  await wants(user, 1);
  const raise = () => database.pool("worker").query("select raise_alert('own-account-submitted', null, null)");
  await raise();
  expect(await queued()).toEqual([1]);
  await past("update alerts set last_at = now() - interval '61 min'");
  await raise();
  await queued();
  const mails = async () => (await database.pool("admin").query("select count(*)::int as n from alert_mails")).rows[0].n;
  expect(await mails()).toBe(2);
  await queued();
  expect(await mails()).toBe(2);
});

test("in an hour a person gets at most ten emails about critical alerts and ten about others: the last one lists all that wait", async () => {
  const user = await arrangeStaff(database.pool("owner"));
  await wants(user, 0, 3);
  await past(
    "insert into alerts (kind, customer_id, severity) select 'role-claim-moved', gen_random_uuid(), 3 from generate_series(1, 29)",
    "insert into alerts (kind, severity) values ('forged-verification', 0)",
  );
  const ten = (last: number) => [1, 1, 1, 1, 1, 1, 1, 1, 1, last];
  expect(await queued()).toEqual([1, ...ten(20)]);
  // Nobody waits with a critical alert because ten others were emailed.
  await past("insert into alerts (kind, severity) values ('quarantined', 0), ('wrong-identity', 0)");
  expect(await queued()).toEqual([1, 1, 1, ...ten(20)]);
  await past("insert into alerts (kind, customer_id, severity) select 'quarantined', gen_random_uuid(), 0 from generate_series(1, 12)");
  expect(await queued()).toEqual([...ten(1).slice(1), ...ten(6), 20].toSorted((a, b) => a - b));
  await past("insert into alerts (kind, customer_id, severity) select 'quarantined', gen_random_uuid(), 0 from generate_series(1, 3)");
  expect(await queued()).toHaveLength(20);
  await past("update alert_mails set queued_at = now() - interval '61 min' where is_critical");
  expect(await queued()).toHaveLength(23);
});
