import type { Sandbox } from "@sallyport/aws-sandbox/testing";
import { expect, test } from "vitest";
import { connectedRole } from "#lib/connections/testing/connected-role.ts";
import { portalForFile } from "#lib/connections/testing/portal-fixture.ts";
import { checkAllDue, type PortalWithFakeClock, startPortalWithFakeClock } from "#lib/connections/testing/portal-with-fake-clock.ts";

let sandbox: Sandbox;
let portal: PortalWithFakeClock;

portalForFile((made) => {
  ({ sandbox, portal } = made);
}, startPortalWithFakeClock);

test("a person's verification does not wait for the worker's, which leaves STS calls for it", async () => {
  const ours = await connectedRole(portal, sandbox);
  await portal.pass("1 s");
  const theirs = await connectedRole(portal, sandbox);
  await portal.untilDue(ours.draft.connectionId);
  // Of the 360 calls per second, enough are left for the person's verification; the worker must leave 60 % of them to people.
  for (let n = 0; n < 4; n++) await portal.db.pool("worker").query("select take_sts_calls(null, 'eu-central-1', 81, 360, 'interactive')");
  const before = sandbox.state.callLog.last;
  const check = checkAllDue(portal);
  const text = "select from verification_runs where connection_id = $1 and verdict is null";
  const open = async () => (await portal.db.pool("owner").query(text, [ours.draft.connectionId])).rowCount;
  await expect.poll(open, { interval: 5 }).toBe(1);
  expect((await theirs.recheck()).run.verdict).toBe("secure");
  const asked = () => sandbox.state.callLog.since(before).filter(({ externalId }) => externalId === ours.draft.externalId).length;
  expect(asked()).toBe(0);
  await portal.pass("1 s");
  await check;
  expect(asked()).toBe(2);
});
