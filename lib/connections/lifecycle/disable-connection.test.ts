import type { Sandbox } from "@sallyport/aws-sandbox/testing";
import { expect, test } from "vitest";
import { checkForStaff } from "#lib/connections/checks/run-requests.ts";
import { verifyBeforeRead } from "#lib/connections/reading/open-connection-for-read.ts";
import { verifyPending } from "#lib/connections/rotation/verify-pending.ts";
import { acceptsBoth, type ConnectedRole } from "#lib/connections/testing/connected-role.ts";
import { accepted, endOf } from "#lib/connections/testing/portal.ts";
import { roleForEachTest } from "#lib/connections/testing/portal-fixture.ts";
import { checkAllDue, type PortalWithFakeClock } from "#lib/connections/testing/portal-with-fake-clock.ts";
import { disableConnection } from "./remove-connection.ts";

let sandbox: Sandbox;
let portal: PortalWithFakeClock;
let role: ConnectedRole;

roleForEachTest((made) => {
  ({ sandbox, portal, role } = made);
});

const ids = () => ({ customerId: role.actor.customerId, connectionId: role.draft.connectionId });
const disable = async () => accepted(await disableConnection(role.actor, role.draft.connectionId));

const othersChecks = {
  "staff request": async () => expect(await checkForStaff(portal.worker, portal.context, ids())).toBe("void"),
  "the worker makes": async () => {
    await portal.pass("8 days");
    await checkAllDue(portal);
  },
  "a read makes": () => verifyBeforeRead(role.actor, portal.context, role.draft.connectionId),
};

test.each(Object.entries(othersChecks))(
  "a check that %s leaves a disabled connection disabled, and AWS is not called",
  async (_, check) => {
    await disable();
    const before = sandbox.state.callLog.last;
    await check();
    expect(await role.row()).toMatchObject({ status: "disabled" });
    expect(sandbox.state.callLog.since(before)).toEqual([]);
  },
);

test("an owner's own check enables it", async () => {
  await disable();
  expect((await role.recheck()).run.words?.word).toBe("Connected");
  expect(await role.row()).toMatchObject({ status: "connected" });
});

test("a rotation that was started before can't be verified while the connection is disabled", async () => {
  role.trusts(acceptsBoth(role.draft, await role.started()));
  await disable();
  expect(await verifyPending(role.actor, portal.context, role.draft.connectionId)).toMatchObject({ ok: false, code: "conflict" });
  expect(await role.row()).toMatchObject({ status: "disabled", next_check_at: null });
  expect(await role.states()).toEqual(["current", "pending"]);
});

test("a rotation that is canceled during its verification connects nothing, and Connected is not shown", async () => {
  role.trusts(acceptsBoth(role.draft, await role.started()));
  const release = sandbox.state.faults.holdAll();
  const going = await verifyPending(role.actor, portal.context, role.draft.connectionId);
  accepted(await role.cancel());
  release();
  expect((await endOf(going)).run).toMatchObject({ verdict: "inconclusive", words: { word: "Inconclusive" } });
  expect(await role.states()).toEqual(["current", "retired"]);
});
