import { randomBytes } from "node:crypto";
import type { APIRequestContext } from "playwright/test";
import { connectRole } from "#e2e/support/connect-role.ts";
import { createLogGroup } from "#e2e/support/log-group.ts";
import { expect, test } from "#e2e/support/portal-test.ts";
import { withDatabase } from "#e2e/support/with-database.ts";
import { superuserUrl } from "#stack/testing/running-stack.ts";
import { ENTRY_POINTS, type EntryPoint, entryPointNamed, inputOf, type Objects } from "./entry-point-table.ts";
import { objectsOf } from "./foreign-objects.ts";
import { tryEntryPoint } from "./try-entry-point.ts";

const REGION = "eu-central-1";
const LISTS = ["customers", "connections", "people", "runs", "alerts", "audit"] as const;

/** Messages in which a text is content, a value and part of an ARN. */
const messagesWith = (marker: string) => [
  `plain ${marker}`,
  JSON.stringify({ level: "error", marker, user: `${marker}@customer.example` }),
  `arn:aws:iam::222222222222:role/${marker}`,
];

/** The columns of all tables with the text. */
async function columnsWith(text: string): Promise<readonly string[]> {
  return withDatabase(superuserUrl(), async (client) => {
    const { rows } = await client.query<{ schema: string; table: string; column: string }>(
      `select c.table_schema as schema, c.table_name as table, c.column_name as column from information_schema.columns c
       join information_schema.tables t using (table_schema, table_name)
       where c.table_schema in ('public', 'pgboss') and t.table_type = 'BASE TABLE' and c.data_type in ('text', 'jsonb', 'ARRAY', 'character varying')`,
    );
    const found: string[] = [];
    for (const { schema, table, column } of rows) {
      const has = await client.query(`select from ${schema}."${table}" where position($1 in "${column}"::text) > 0 limit 1`, [text]);
      if (has.rowCount !== 0) found.push(`${table}.${column}`);
    }
    return found;
  });
}

/** Input of its own for actions that change more than this test's customer, so that it gets into no other test's way. */
function ownInput(entryPoint: EntryPoint, objects: Objects, mark: string): { readonly raw?: unknown } {
  if (entryPoint.name.endsWith(" chooseAlertMails")) return { raw: { severities: ["none"] } };
  if (entryPoint.input === undefined || !("email" in entryPoint.input)) return {};
  const name = "name" in entryPoint.input ? { name: `Marked ${mark}` } : {};
  return { raw: { ...inputOf(entryPoint, objects), ...name, email: `${mark}@invited.example` } };
}

test("no page, action or file that staff can get has content of a customer's logs, and no table of the portal stores any", async ({
  as,
  customer,
  sandbox,
  portalUrl,
}) => {
  const marker = `marker${randomBytes(8).toString("hex")}`;
  const { name: logGroup } = await createLogGroup(sandbox, messagesWith(marker));
  const owner = await as(customer.owner, null);
  const { connectionId } = await connectRole(owner, sandbox);
  const objects = { ...(await objectsOf(customer.name)), connection: connectionId };
  const read = async (context: APIRequestContext) =>
    (
      await tryEntryPoint(context, portalUrl, entryPointNamed("POST /api/connections/[id]/search"), {
        objects,
        raw: { region: REGION, logGroup, from: Date.now() - 3_600_000, to: Date.now(), pattern: "", cursor: null },
      })
    ).body;
  // Otherwise the rest would show nothing: the owner reads the marked events through the portal.
  expect((await read(owner.context().request)).split(marker).length).toBeGreaterThan(3);

  for (const role of ["support", "operator", "admin"] as const) {
    const staff = (await as(`${role}@partner.example`, null)).context().request;
    expect(await read(staff), role).not.toContain(marker);
    for (const entryPoint of ENTRY_POINTS.filter(({ who }) => who !== "anybody")) {
      const mark = randomBytes(4).toString("hex");
      const tried = await tryEntryPoint(staff, portalUrl, entryPoint, { objects, ...ownInput(entryPoint, objects, mark) });
      expect(tried.body, `${role}: ${entryPoint.name}`).not.toContain(marker);
    }
    for (const list of LISTS) {
      const search = await staff.get(`${portalUrl}/admin/${list}?q=${encodeURIComponent(customer.name)}`);
      const file = await staff.get(`${portalUrl}/api/admin/export/${list}?format=ndjson`);
      for (const body of [await search.text(), await file.text()]) expect(body, `${role}: ${list}`).not.toContain(marker);
    }
  }
  expect(await columnsWith(marker)).toEqual([]);
});
