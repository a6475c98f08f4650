import type { Sandbox } from "@sallyport/aws-sandbox/testing";
import { expect, test } from "vitest";
import { arrangeCustomer } from "#db/testing/arrange.ts";
import { arrangeConnection } from "#db/testing/arrange-verification.ts";
import { type ConnectedRole, connectedRole } from "#lib/connections/testing/connected-role.ts";
import { correctTrust, trust } from "#lib/connections/testing/portal.ts";
import { roleForEachTest } from "#lib/connections/testing/portal-fixture.ts";
import type { PortalWithFakeClock } from "#lib/connections/testing/portal-with-fake-clock.ts";

let sandbox: Sandbox;
let portal: PortalWithFakeClock;
let role: ConnectedRole;

roleForEachTest(async (made) => {
  ({ sandbox, portal, role } = made);
  // Past its confirmations, so that the worker's checks are scheduled ones.
  await portal.meanwhile("update connections set confirm_step = 3 where id = $1", [role.draft.connectionId]);
});

/** Other customers with one connection each; most tests use twenty. */
async function otherCustomers(howMany = 20): Promise<void> {
  for (let n = 0; n < howMany; n++) await arrangeConnection(portal.db.pool("owner"), await arrangeCustomer(portal.db.pool("owner")));
}

/** Adds `howMany` scheduled checks that just ended, spread equally over `customers` of the other customers. */
async function checksEnded(howMany: number, verdict: "secure" | "access-denied" | "inconclusive", customers = 20): Promise<void> {
  await portal.pass("1 s");
  await portal.meanwhile(
    `insert into verification_runs (customer_id, connection_id, external_id_id, reason, arn_hmac, sandbox, control, account_id, role_id, finished_at, verdict)
     select k.customer_id, k.id, k.external_id_id, 'schedule', repeat('0', 64), true, case $2::text when 'secure' then 'ok' end,
         case $2::text when 'secure' then '222222222222' end, case $2::text when 'secure' then 'AROAFLEET' end, now(), $2::text
       from (select *, row_number() over (order by id) - 1 as place from connections where id <> $1 order by id limit $4) k,
         generate_series(0, $3::int - 1) n where n % $4 = k.place`,
    [role.draft.connectionId, verdict, howMany, customers],
  );
}
const FOREIGN_ID = "sp-00000000-0000-4000-8000-000000000000";

async function deniedTwice(): Promise<void> {
  role.trusts(correctTrust(FOREIGN_ID));
  await role.workerTurn();
  expect(await role.row()).toMatchObject({ status: "connected" });
  await role.workerTurn();
}
const alerts = async () =>
  (await portal.db.pool("owner").query("select kind, connection_id from alerts where kind <> 'account-connected-twice'")).rows;

test("while more than 5 % of the newest checks fail no status changes to access denied, and staff are alerted once", async () => {
  await otherCustomers();
  await checksEnded(200, "secure");
  await checksEnded(25, "inconclusive", 5);
  await deniedTwice();
  expect(await role.row()).toMatchObject({ status: "connected" });
  await role.workerTurn();
  expect(await alerts()).toEqual([{ kind: "too-many-refusals", connection_id: null }]);
});

test("a person's check can't see other customers and changes nothing either: the worker checks immediately, and decides", async () => {
  await otherCustomers();
  await checksEnded(200, "access-denied");
  role.trusts(correctTrust(FOREIGN_ID));
  await role.recheck();
  await portal.pass("10 minutes");
  await role.recheck();
  expect(await role.row()).toMatchObject({ status: "connected" });
  await role.workerTurn();
  expect(await role.row()).toMatchObject({ status: "connected" });
  await checksEnded(200, "secure");
  await role.recheck();
  expect(await role.row()).toMatchObject({ status: "connected" });
  expect(await portal.dueIn(role.draft.connectionId)).toBeLessThanOrEqual(0);
  await role.workerTurn();
  expect(await role.row()).toMatchObject({ status: "access_denied" });
});

test("a role that is not secure is still quarantined", async () => {
  await otherCustomers();
  await checksEnded(200, "access-denied");
  role.trusts(trust());
  await role.workerTurn();
  expect(await role.row()).toMatchObject({ status: "quarantined" });
});

test("when the other customers' checks succeed again, a denial counts again", async () => {
  await otherCustomers();
  await checksEnded(200, "access-denied");
  await checksEnded(200, "secure");
  await deniedTwice();
  expect(await role.row()).toMatchObject({ status: "access_denied" });
});

test("one customer that deletes many roles counts once: the others' checks count as before", async () => {
  await otherCustomers();
  await checksEnded(200, "secure");
  await checksEnded(300, "access-denied", 1);
  await deniedTwice();
  expect(await role.row()).toMatchObject({ status: "access_denied" });
  expect(await alerts()).toEqual([]);
});

test("two of twenty customers that delete their roles do not suspend denials, three do", async () => {
  await otherCustomers();
  await checksEnded(200, "secure");
  await checksEnded(60, "access-denied", 2);
  await deniedTwice();
  expect(await role.row()).toMatchObject({ status: "access_denied" });
  const next = await connectedRole(portal, sandbox);
  await portal.meanwhile("update connections set confirm_step = 3 where id = $1", [next.draft.connectionId]);
  await checksEnded(60, "access-denied", 3);
  next.trusts(correctTrust(FOREIGN_ID));
  await next.workerTurn();
  await next.workerTurn();
  expect(await next.row()).toMatchObject({ status: "connected" });
  expect(await alerts()).toEqual([{ kind: "too-many-refusals", connection_id: null }]);
});

test("a role that was denied long ago is not a new failure, even if many customers have one", async () => {
  await otherCustomers();
  await checksEnded(200, "access-denied");
  await portal.meanwhile("update connections set status = 'access_denied' where id <> $1", [role.draft.connectionId]);
  await deniedTwice();
  expect(await role.row()).toMatchObject({ status: "access_denied" });
});
