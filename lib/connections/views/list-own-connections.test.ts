import { expect, test } from "vitest";
import { arrangeCustomer, arrangeMember } from "#db/testing/arrange.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import type { CustomerId } from "#kernel/ids.ts";
import type { Portal } from "#lib/connections/testing/portal.ts";
import { portalForFile } from "#lib/connections/testing/portal-fixture.ts";
import { listOwnConnections } from "./list-own-connections.ts";

let portal: Portal;
portalForFile((made) => {
  portal = made.portal;
});
const MANY = 1000;

/** A customer with many connections, past the triggers that would take a minute: of 10, one each is quarantined, denied, expired, a draft and removed. */
async function customerWithMany(): Promise<CustomerActor> {
  const db = portal.db;
  const customerId = await arrangeCustomer(db.pool("owner"), { name: "Many" });
  const userId = await arrangeMember(db.pool("owner"), customerId);
  const admin = await db.pool("admin").connect();
  await admin.query("set session_replication_role = replica");
  await admin.query(
    `insert into connections (customer_id, id, name, regions, external_id_id, status, account_id, role_id, role_arn, arn_hmac, verified_run_id, verified_at, quarantined_at)
     select $1, gen_random_uuid(), 'Connection ' || lpad(n::text, 4, '0'), array[case when n % 100 = 0 then 'us-east-1' else 'eu-central-1' end], gen_random_uuid(), s,
       (700000000000 + n)::text, 'AROAMANY' || n, 'sealed', encode(sha256(('own' || n)::bytea), 'hex'), gen_random_uuid(), now(), case when s = 'quarantined' then now() end
     from generate_series(1, $2::int) n, lateral (select (array['quarantined', 'access_denied', 'expired', 'disabled', 'removed', 'connected'])[least(6, 1 + n % 10)] as s) t`,
    [customerId, MANY],
  );
  await admin.query(
    "insert into external_ids (customer_id, connection_id, id, value, state) select customer_id, id, external_id_id, 'sp-' || gen_random_uuid(), 'current' from connections where customer_id = $1",
    [customerId],
  );
  admin.release(true);
  return { kind: "customer", customerId, userId, role: "owner" };
}

const ALL = { segment: "all", search: "", suspended: false } as const;

test("of 1,000 connections a page has its rows only: pages have no gap and no repetition, the most urgent first, and none of another customer", async () => {
  const actor = await customerWithMany();
  const page = (filter: Parameters<typeof listOwnConnections>[2], start: Parameters<typeof listOwnConnections>[3] = null) =>
    listOwnConnections(actor, portal.context, filter, start, 40);
  const names: string[] = [];
  const back: string[] = [];
  let view = await page(ALL);
  expect([view.all, view.attention, view.connected, view.quarantined, view.matching]).toEqual([900, 300, 500, 100, 900]);
  expect(view.worst?.name).toBe("Connection 0010");
  for (;;) {
    expect(view.rows.length).toBeLessThanOrEqual(40);
    names.push(...view.rows.map(({ name }) => name));
    if (view.next === null) break;
    view = await page(ALL, { after: view.next });
  }
  expect([names.length, new Set(names).size]).toEqual([900, 900]);
  expect(names.slice(0, 2)).toEqual(["Connection 0010", "Connection 0020"]);
  while (view.previous !== null) {
    view = await page(ALL, { before: view.previous });
    back.unshift(...view.rows.map(({ name }) => name));
  }
  expect(names.slice(0, back.length)).toEqual(back);
  expect(names).not.toContain("Connection 0004");

  const attention = await page({ ...ALL, segment: "attention", search: "connection 00" });
  expect([attention.rows.length, attention.matching, attention.next]).toEqual([29, 29, null]);
  expect((await page({ ...ALL, search: "700000000123" })).rows.map(({ name }) => name)).toEqual(["Connection 0123"]);
  expect((await page({ ...ALL, search: "US-EAST" })).matching).toBe(10);
  expect((await page({ ...ALL, search: "%" })).matching).toBe(0);
  expect(await page({ ...ALL, segment: "attention", suspended: true })).toMatchObject({
    rows: [],
    attention: 0,
    connected: 0,
    matching: 0,
    all: 900,
  });

  const stranger = { ...actor, customerId: (await arrangeCustomer(portal.db.pool("owner"))) as CustomerId };
  expect(await listOwnConnections(stranger, portal.context, ALL, null, 40)).toMatchObject({ rows: [], all: 0, worst: null });
});
