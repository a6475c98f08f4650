import type { Sandbox } from "@sallyport/aws-sandbox/testing";
import { expect, test } from "vitest";
import { recheckConnection } from "#lib/connections/checks/run-requests.ts";
import { type ConnectedRole, connectedRole } from "#lib/connections/testing/connected-role.ts";
import { eventsOf } from "#lib/connections/testing/portal.ts";
import { roleForEachTest } from "#lib/connections/testing/portal-fixture.ts";
import { checkAllDue, type PortalWithFakeClock } from "#lib/connections/testing/portal-with-fake-clock.ts";

let sandbox: Sandbox;
let portal: PortalWithFakeClock;
let role: ConnectedRole;

roleForEachTest((made) => {
  ({ sandbox, portal, role } = made);
});

const rejectCredentials = (times?: number) =>
  sandbox.state.faults.add({ service: "sts", fault: "expired-token", match: {}, ...(times === undefined ? {} : { times }) });
const alerts = async () =>
  (await portal.db.pool("owner").query("select kind, customer_id, resolved_at is not null as over from alerts where customer_id is null"))
    .rows;
const calls = (since: number) => sandbox.state.callLog.since(since).filter(({ action }) => action === "AssumeRole").length;
const checksArePaused = async () => {
  const { rows } = await portal.db.pool("worker").query<{ ms: number }>("select sts_paused('eu-central-1') as ms");
  return (rows[0]?.ms ?? 0) > 0;
};

test("when AWS rejects the portal's credentials no further run starts, no status changes, and staff are alerted once", async () => {
  const other = await connectedRole(portal, sandbox);
  await portal.pass("1 minute");
  rejectCredentials();
  expect((await role.recheck()).run.verdict).toBe("inconclusive");
  const mark = sandbox.state.callLog.last;
  expect(await recheckConnection(other.actor, portal.context, other.draft.connectionId)).toMatchObject({
    ok: false,
    code: "unavailable",
  });
  // The other connection has been due for its confirmation during this time.
  await portal.pass("29 s");
  await checkAllDue(portal);
  expect(await checksArePaused()).toBe(true);
  expect(calls(mark)).toBe(0);
  expect([await role.row(), await other.row()]).toMatchObject([{ status: "connected" }, { status: "connected" }]);
  expect(await alerts()).toEqual([{ kind: "our-credentials", customer_id: null, over: false }]);
});

test("one run tries at a time, and the first answer about a role resumes all runs and resolves the alert", async () => {
  const other = await connectedRole(portal, sandbox);
  await portal.pass("1 minute");
  rejectCredentials();
  await role.recheck();
  const mark = sandbox.state.callLog.last;
  await portal.pass("30 s");
  const manually = async () => {
    const begun = await recheckConnection(role.actor, portal.context, role.draft.connectionId);
    if (begun.ok) await eventsOf(begun.value);
  };
  await Promise.all([checkAllDue(portal), manually()]);
  expect(
    new Set(
      sandbox.state.callLog
        .since(mark)
        .flatMap(({ roleArn }) => roleArn ?? [])
        .filter((arn) => arn.includes("222222222222")),
    ).size,
  ).toBe(1);
  expect(await checksArePaused()).toBe(true);
  sandbox.state.faults.clear();
  await portal.pass("30 s");
  expect(await checksArePaused()).toBe(false);
  expect((await role.recheck()).run.verdict).toBe("secure");
  expect((await other.recheck()).run.verdict).toBe("secure");
  expect(await alerts()).toEqual([{ kind: "our-credentials", customer_id: null, over: true }]);
});

test("one rejected call among other answers does not pause runs", async () => {
  sandbox.state.faults.add({ service: "sts", fault: "expired-token", match: { externalId: "none" }, times: 1 });
  await role.recheck();
  expect(await checksArePaused()).toBe(false);
});
