import { expect, test } from "vitest";
import type { ConnectedRole } from "#lib/connections/testing/connected-role.ts";
import { roleForEachTest } from "#lib/connections/testing/portal-fixture.ts";
import type { PortalWithFakeClock } from "#lib/connections/testing/portal-with-fake-clock.ts";
import { listOwnConnections } from "./list-own-connections.ts";

let portal: PortalWithFakeClock;
let role: ConnectedRole;
roleForEachTest((made) => {
  ({ portal, role } = made);
});

test("a connection that was verified 25 hours ago is neither Connected nor counted as connected, also while no worker is active", async () => {
  const own = (segment: "all" | "attention" | "connected") =>
    listOwnConnections(role.actor, portal.context, { segment, search: "", suspended: false }, null, 40);
  await portal.pass("23 hours");
  expect(await own("connected")).toMatchObject({ attention: 0, connected: 1, matching: 1, rows: [{ status: "connected" }] });
  await portal.pass("2 hours");
  expect(await own("all")).toMatchObject({ attention: 1, connected: 0, rows: [{ status: "expired" }] });
  expect(await own("connected")).toMatchObject({ matching: 0, rows: [] });
  expect(await own("attention")).toMatchObject({ matching: 1, rows: [{ status: "expired" }] });
  const { rows } = await portal.db.pool("owner").query("select status from connections where id = $1", [role.draft.connectionId]);
  expect(rows).toEqual([{ status: "connected" }]);
});

test("no verification is announced while the partner has suspended access, because none is started", async () => {
  const rowOf = async (suspended: boolean) =>
    (await listOwnConnections(role.actor, portal.context, { segment: "all", search: "", suspended }, null, 40)).rows[0];
  expect((await rowOf(false))?.nextCheckAt).not.toBeNull();
  await portal.db.pool("owner").query("update customers set suspended_at = now() where id = $1", [role.actor.customerId]);
  expect(await rowOf(true)).toMatchObject({ suspended: true, nextCheckAt: null });
});
