import { afterAll, beforeAll, expect, test } from "vitest";
import { arrangeCustomer, arrangeDraft, arrangeMember, arrangeStaff } from "#db/testing/arrange.ts";
import { arrangeConnection } from "#db/testing/arrange-verification.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { StaffActor } from "#kernel/actor.ts";
import type { CustomerId } from "#kernel/ids.ts";
import { Secret } from "#kernel/process/secret.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import { auditDetails } from "#lib/staff/audit-details.ts";
import { type ExportFormat, type ExportName, exportList } from "./export-list.ts";

let database: TestDatabase;
let support: StaffActor;
let many: CustomerId;

beforeAll(async () => {
  database = await createTestDatabase();
  openDatabase({ staff: new Secret(database.urls.staff) });
  const db = database.pool("owner");
  support = { kind: "staff", role: "support", userId: await arrangeStaff(db, { role: "support" }) };
  const acme = await arrangeCustomer(db, { name: "=Acme" });
  await arrangeConnection(db, acme, { name: "Open", status: "quarantined" });
  await arrangeDraft(db, acme, { name: "begun" });
  many = await arrangeCustomer(db, { name: "Many" });
  const admin = await database.pool("admin").connect();
  await admin.query("set session_replication_role = replica");
  await admin.query(
    `insert into connections (customer_id, name, regions, external_id_id, status) select $1, 'c' || n, '{eu-central-1}', gen_random_uuid(),
      (array['verifying', 'draft'])[1 + n % 2] from generate_series(1, 2300) n`,
    [many],
  );
  admin.release(true);
});
afterAll(() => database.drop());

async function linesOf(
  name: ExportName,
  format: ExportFormat,
  params: Record<string, string> = {},
  more: { most?: number } = {},
): Promise<string[]> {
  const pieces: string[] = [];
  for await (const piece of await exportList(support, name, format, params, more)) pieces.push(piece);
  return pieces.join("").split(/\r?\n/).filter(Boolean);
}

test("an export has no ARN, role ID or External ID, and no cell that a spreadsheet runs", async () => {
  for (const name of ["customers", "connections", "audit", "people", "runs"] as const) {
    const text = (await linesOf(name, "csv")).join("\n");
    expect(text, name).not.toMatch(/AROA|arn:|sp-[0-9a-f]{8}/);
    expect(text, name).not.toMatch(/"=/);
  }
});

test("an export has the words of the screen for a status and a log access", async () => {
  const [open] = await linesOf("connections", "ndjson", { status: "quarantined" });
  expect(JSON.parse(open ?? "")).toMatchObject({
    status: "Quarantined",
    logAccess: "Browse (stopped)",
    nextStep: "Customer: Fix trust policy",
  });
  const customers = (await linesOf("customers", "ndjson")).map((line) => JSON.parse(line).worstStatus);
  expect(customers).toContain("Quarantined");
});

test("a file that is full says so in its last row, and has no row more", async () => {
  const csv = await linesOf("connections", "csv", {}, { most: 10 });
  expect(csv).toHaveLength(12);
  expect(csv.at(-1)).toContain("This file contains the first 10 rows.");
  const ndjson = await linesOf("connections", "ndjson", {}, { most: 10 });
  expect(ndjson).toHaveLength(11);
  expect(JSON.parse(ndjson.at(-1) ?? "")).toHaveProperty("cut");
});

test("an export has every row that the filters match once, over all pages, also if each status changes after the first page", async () => {
  const pieces: string[] = [];
  for await (const piece of await exportList(support, "connections", "ndjson", { customer: many, sort: "status" })) {
    pieces.push(piece);
    if (pieces.length > 1) continue;
    const admin = await database.pool("admin").connect();
    await admin.query("set session_replication_role = replica");
    await admin.query("update connections set status = case status when 'draft' then 'verifying' else 'draft' end where customer_id = $1", [
      many,
    ]);
    admin.release(true);
  }
  const rows = pieces
    .join("")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  expect(rows).toHaveLength(2300);
  expect(new Set(rows.map(({ connectionId }) => connectionId)).size).toBe(2300);
  expect(await linesOf("connections", "csv", { status: "quarantined" })).toHaveLength(2);
});

test("the file of customers has the tags of each, by which the list is filtered, and its owners", async () => {
  await arrangeMember(database.pool("owner"), many, { role: "owner", email: "first@many.example" });
  await arrangeMember(database.pool("owner"), many, { role: "owner", email: "second@many.example" });
  await arrangeMember(database.pool("owner"), many, { role: "member", email: "member@many.example" });
  await database.pool("owner").query("insert into customer_tags (customer_id, tag) values ($1, 'pilot'), ($1, 'emea')", [many]);
  const rows = (await linesOf("customers", "ndjson")).map((line) => JSON.parse(line));
  expect(rows.map(({ customer, tags, owners }) => [customer, tags, owners])).toEqual([
    ["=Acme", "", ""],
    ["Many", "emea, pilot", "first@many.example, second@many.example"],
  ]);
});

test("an export is audited with what it was limited to: values of filters, but no tag and no text of a search", async () => {
  const limited = async (list: Parameters<typeof exportList>[1], params: Readonly<Record<string, string>>) => {
    await exportList(support, list, "csv", params);
    const { rows } = await database
      .pool("owner")
      .query("select chain, event, attributes from audit_events where event = 'list.exported' order by at desc limit 1");
    return { stored: rows[0].attributes, shown: auditDetails(rows[0]).filter(Boolean).join(", ") };
  };
  expect(await limited("connections", { status: "quarantined", customer: many, tag: "smith", region: "eu-west-1,us-east-1" })).toEqual({
    stored: {
      ...{ list: "connections", format: "csv", filter_status: "quarantined", filter_customer: many, filters_tag: "1", filters_region: "2" },
    },
    shown: "connections, csv, filtered by customer, region, status and tag",
  });
  const { stored, shown } = await limited("people", { q: "first@many.example" });
  expect(stored).toEqual({
    ...{ list: "people", format: "csv", searched: "yes" },
  });
  expect(shown).toBe("people, csv, searched");
  const { userId } = support;
  expect(await limited("audit", { actor: `staff:${userId}`, event: "run.closed", day: "2026-12-01", time: "24h" })).toEqual({
    stored: {
      ...{ list: "audit", format: "csv", filter_actor: userId, filter_event: "run-closed", filter_day: "20261201", filters_time: "1" },
    },
    shown: "audit, csv, filtered by actor, day, event and time",
  });
});

test("an export is audited before its first row, with the list and the format", async () => {
  const { rows: before } = await database.pool("owner").query("select count(*)::int as n from audit_events where event = 'list.exported'");
  await exportList(support, "customers", "ndjson", {});
  const { rows } = await database
    .pool("owner")
    .query("select actor, attributes from audit_events where event = 'list.exported' order by at desc limit 1");
  expect(rows).toEqual([{ actor: `staff:${support.userId}`, attributes: { list: "customers", format: "ndjson" } }]);
  const { rows: after } = await database.pool("owner").query("select count(*)::int as n from audit_events where event = 'list.exported'");
  expect(after[0].n).toBe(before[0].n + 1);
});
