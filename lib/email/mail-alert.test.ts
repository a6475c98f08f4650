import PostalMime from "postal-mime";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { arrangeCustomer, arrangeStaff } from "#db/testing/arrange.ts";
import { arrangeConnection } from "#db/testing/arrange-verification.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import { Secret } from "#kernel/process/secret.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import { mailAlert } from "./mail-alert.ts";
import { keepEmails } from "./testing/keep-emails.ts";

const { received, settings } = keepEmails();
let database: TestDatabase;
let staff = "";

beforeAll(async () => {
  database = await createTestDatabase();
  openDatabase({ worker: new Secret(database.urls.worker) });
  staff = await arrangeStaff(database.pool("owner"), { email: "ines@partner.example" });
  await database.pool("owner").query("insert into alert_mail_choices values ($1, 0), ($1, 1), ($1, 3)", [staff]);
});
beforeEach(async () => {
  await database.pool("admin").query("delete from alerts");
  await database.pool("admin").query("delete from alert_mails");
});
afterAll(() => database.drop());

/** The emails that the worker queues for the open alerts. */
async function queued(): Promise<readonly string[]> {
  await database.pool("worker").query("select queue_alert_mails()");
  const { rows } = await database.pool("admin").query<{ id: string }>("select id from alert_mails order by queued_at, id");
  return rows.map(({ id }) => id);
}
const raise = (kind: string, customer: string | null, connection: string | null = null) =>
  database.pool("worker").query("select raise_alert($1, $2, $3)", [kind, customer, connection]);

test("an alert that is resolved meanwhile is not mailed, and neither is a person who left the staff", async () => {
  await raise("own-account-submitted", null);
  const [mailId = ""] = await queued();
  await database.pool("admin").query("update alerts set resolved_at = now()");
  expect(await mailAlert(settings, { mailId })).toEqual({ kind: "void" });
  const leaver = await arrangeStaff(database.pool("owner"));
  await database.pool("owner").query("insert into alert_mail_choices values ($1, 0)", [leaver]);
  await raise("wrong-identity", null);
  const mails = (await queued()).filter((id) => id !== mailId);
  await database.pool("owner").query("delete from staff where user_id = $1", [leaver]);
  const outcomes = [];
  for (const id of mails) outcomes.push((await mailAlert(settings, { mailId: id })).kind);
  expect(outcomes.toSorted()).toEqual(["sent", "void"]);
  expect(received).toHaveLength(1);
});

test("an email says what happened and what to do, links to the alert, and names no role, account or External ID", async () => {
  const customer = await arrangeCustomer(database.pool("owner"), { name: "Acme <b>" });
  await arrangeConnection(database.pool("owner"), customer, { name: "payments", status: "quarantined" });
  const [mailId = ""] = await queued();
  expect(await mailAlert(settings, { mailId })).toEqual({ kind: "sent" });
  const { to, subject, text = "", html = "" } = await PostalMime.parse(received[0] ?? "");
  expect(to?.map(({ address }) => address)).toEqual(["ines@partner.example"]);
  expect(subject).toBe("Critical: Connection is quarantined (Acme <b> / payments)");
  const { rows } = await database.pool("admin").query("select id from alerts");
  expect(text).toContain(`https://portal.example/admin/alerts?alert=${rows[0]?.id}`);
  expect(text).toContain("What to do: 1. Call an owner");
  expect(text).toContain("https://portal.example/admin/notifications");
  expect(html).not.toContain("<b>");
  for (const part of [text, html, subject]) expect(part).not.toMatch(/arn:|AROA|[0-9]{12}(?![0-9a-f-])|sp-[0-9a-f]{8}/);
});

test("a digest lists the alerts with the most severe first", async () => {
  await database
    .pool("owner")
    .query(
      "insert into alert_mails (user_id, is_critical, queued_at) select $1, false, now() - interval '1 min' from generate_series(1, 9)",
      [staff],
    );
  const customer = await arrangeCustomer(database.pool("owner"), { name: "Acme" });
  await raise("role-claim-moved", customer);
  await raise("own-account-submitted", customer);
  const mailId = (await queued()).at(-1) ?? "";
  expect(await mailAlert(settings, { mailId })).toEqual({ kind: "sent" });
  const { subject, text = "" } = await PostalMime.parse(received[0] ?? "");
  expect(subject).toBe("2 alerts, highest severity: High");
  expect(text.indexOf("High: Own account submitted (Acme)")).toBeLessThan(text.indexOf("Low: Role moved to another connection (Acme)"));
  expect(text).toContain("High: Own account");
});
