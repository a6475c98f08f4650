import { afterAll, beforeAll, expect, test } from "vitest";
import { arrangeCustomer, arrangeStaff } from "#db/testing/arrange.ts";
import { ARRANGED_RING, arrangeConnection } from "#db/testing/arrange-verification.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/test-database.ts";
import type { StaffActor } from "#kernel/actor.ts";
import { ConnectionId } from "#kernel/ids.ts";
import { Secret } from "#kernel/process/secret.ts";
import { openDatabase } from "#lib/audit/open-database.ts";
import { findConnectionPage } from "./find-connection-page.ts";

const APP = { appUrl: "https://portal.example", dataKeys: ARRANGED_RING };

let database: TestDatabase;
let operator: StaffActor;

beforeAll(async () => {
  database = await createTestDatabase();
  openDatabase({ staff: new Secret(database.urls.staff) });
  operator = { kind: "staff", role: "operator", userId: await arrangeStaff(database.pool("owner"), { role: "operator" }) };
});
afterAll(() => database.drop());

test("a connection's page offers to ask for an update exactly if the action would not leave the role out as up to date", async () => {
  const db = database.pool("admin");
  const customer = await arrangeCustomer(database.pool("owner"), { name: "Updated" });
  const { id } = await arrangeConnection(database.pool("owner"), customer);
  const found: boolean[] = [];
  for (const [template, offered, chosen] of [
    ...([
      [5, "browse", "browse"],
      [4, "browse", "browse"],
      [null, null, "browse"],
    ] as const),
    ...([
      [5, "browse", "query"],
      [5, "live-tail", "query"],
      [null, null, "query"],
    ] as const),
  ]) {
    await db.query(
      "update connections set offered_template_version = $3, offered_log_access = $4, log_access = $5 where customer_id = $1 and id = $2",
      [customer, id, template, offered, chosen],
    );
    const { rows } = await db.query<{ due: boolean }>("select is_upgrade_due($1, $2, 5) as due", [customer, id]);
    const page = await findConnectionPage(operator, APP, ConnectionId.parse(id), 5);
    expect(page?.isUpdateDue).toBe(rows[0]?.due);
    found.push(page?.isUpdateDue === true);
  }
  expect(found).toEqual([false, true, true, true, false, true]);
});
