import type { Sandbox } from "@sallyport/aws-sandbox/testing";
import { expect, test } from "vitest";
import { arrangeOpenRun } from "#db/testing/arrange-verification.ts";
import { fakeClock } from "#kernel/testing/fake-clock.ts";
import { recheckConnection, submitRoleArn } from "#lib/connections/checks/run-requests.ts";
import { runsUnderWay, startRun } from "#lib/connections/checks/start-run.ts";
import { disableConnection } from "#lib/connections/lifecycle/remove-connection.ts";
import { acceptsBoth, type ConnectedRole } from "#lib/connections/testing/connected-role.ts";
import { accepted, correctTrust, endOf, eventsOf } from "#lib/connections/testing/portal.ts";
import { roleForEachTest } from "#lib/connections/testing/portal-fixture.ts";
import type { PortalWithFakeClock } from "#lib/connections/testing/portal-with-fake-clock.ts";
import { verifyPending } from "./verify-pending.ts";

let sandbox: Sandbox;
let portal: PortalWithFakeClock;
let role: ConnectedRole;

roleForEachTest((made) => {
  ({ sandbox, portal, role } = made);
});

test("a run in progress that called the old trust policy is not the answer to a person who corrected it since", async () => {
  role.trusts(correctTrust("another-external-id"));
  const inBackground = await startedInBackground("schedule");
  role.trusts(correctTrust(role.draft.externalId));
  const asked = await recheckConnection(role.actor, portal.context, role.draft.connectionId);
  expect((await inBackground.ended()).verdict).toBe("access-denied");
  expect((await endOf(asked)).run).toMatchObject({ verdict: "secure", reason: "recheck" });
  expect(await role.row()).toMatchObject({ status: "connected" });
});

test("a run in progress that called the old trust policy is not the answer to a person who submits the role again", async () => {
  role.trusts(correctTrust("another-external-id"));
  const inBackground = await startedInBackground("schedule");
  role.trusts(correctTrust(role.draft.externalId));
  const { roleArn } = role;
  const asked = await submitRoleArn(role.actor, portal.context, { connectionId: role.draft.connectionId, roleArn });
  expect((await inBackground.ended()).verdict).toBe("access-denied");
  expect((await endOf(asked)).run).toMatchObject({ verdict: "secure" });
  expect(await role.row()).toMatchObject({ status: "connected" });
});

test("a process that stops waits for a verification that a person requested and that has not begun", async () => {
  const inBackground = await startedInBackground("schedule");
  await recheckConnection(role.actor, portal.context, role.draft.connectionId);
  const stopped = runsUnderWay();
  await inBackground.ended();
  await stopped;
  const { rows } = await portal.db.pool("owner").query("select reason, verdict from verification_runs order by started_at desc limit 1");
  expect(rows).toEqual([{ reason: "recheck", verdict: "secure" }]);
});

test("a connection that an owner disables while somebody waits for Verify now stays disabled", async () => {
  const inBackground = await startedInBackground("schedule");
  const asked = await recheckConnection(role.actor, portal.context, role.draft.connectionId);
  accepted(await disableConnection(role.actor, role.draft.connectionId));
  await inBackground.ended();
  expect((await eventsOf(accepted(asked))).at(-1)).toMatchObject({
    kind: "failed",
    message: expect.stringContaining("disabled or removed"),
  });
  expect(await role.row()).toMatchObject({ status: "disabled" });
});

test("a rotation run in progress that called the old trust policy is not the answer to a person who changed it since", async () => {
  const fresh = await role.started();
  const inBackground = await startedInBackground("rotation");
  role.trusts(acceptsBoth(role.draft, fresh));
  const asked = await verifyPending(role.actor, portal.context, role.draft.connectionId);
  expect((await inBackground.ended()).verdict).toBe("inconclusive");
  expect((await endOf(asked)).run).toMatchObject({ verdict: "secure", reason: "rotation" });
  expect(await role.states()).toEqual(["retiring", "current"]);
});

test("a person follows the run in progress that completes the rotation, and no second one starts", async () => {
  const fresh = await role.started();
  role.trusts(acceptsBoth(role.draft, fresh));
  const inBackground = await startedInBackground("rotation");
  const asked = await verifyPending(role.actor, portal.context, role.draft.connectionId);
  const { id } = await inBackground.ended();
  expect((await endOf(asked)).run).toMatchObject({ id, verdict: "secure" });
  const runs = await portal.db.pool("owner").query("select from verification_runs where reason = 'rotation'");
  expect(runs.rowCount).toBe(1);
});

test("a check of the current ID in progress is never the answer for the new one", async () => {
  await role.started();
  const release = sandbox.state.faults.holdAll();
  const going = await recheckConnection(role.actor, portal.context, role.draft.connectionId);
  const asked = await verifyPending(role.actor, portal.context, role.draft.connectionId);
  release();
  const { run } = await endOf(asked);
  expect(run.reason).toBe("rotation");
  expect(run.words?.title).toMatch(/^Inconclusive: your role doesn’t accept the new External ID yet/);
  expect(run.id).not.toBe((await endOf(going)).run.id);
});

test.each(["Verify now", "Verify rotation"] as const)(
  "if the run in progress does not end in time, %s says to wait, and shows no other result",
  async (button) => {
    await role.started();
    const { actor, draft } = role;
    await arrangeOpenRun(portal.db.pool("owner"), actor.customerId, draft.connectionId);
    const clock = fakeClock();
    const verify = button === "Verify now" ? recheckConnection : verifyPending;
    const asked = verify(actor, { ...portal.context, clock }, draft.connectionId).then((events) => eventsOf(accepted(events)));
    for (let polls = 0; polls < 60; polls++) {
      expect(await clock.waiting(2)).toEqual([15_000 - 250 * polls, 250]);
      clock.pass(250);
    }
    expect(await asked).toEqual([
      { kind: "failed", code: "conflict", message: expect.stringContaining("Wait a few seconds, then verify again."), field: null },
    ]);
  },
);

/**
 * Starts a run as the worker does, in a process whose canary check ends only with `ended`. Returns when AWS has answered the
 * call with the correct External ID.
 */
async function startedInBackground(reason: "schedule" | "rotation") {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const { ports } = portal.context;
  const slow = { ...portal.context, ports: { ...ports, control: () => released.then(ports.control) } };
  const { customerId } = role.actor;
  const start = await startRun(portal.worker, slow, { customerId, connectionId: role.draft.connectionId, reason });
  if (start.kind !== "started") throw new Error(start.kind);
  for await (const event of start.channel.follow()) if (event.kind === "probe") break;
  return {
    async ended() {
      release();
      const end = await start.done;
      if ("kind" in end) throw new Error(end.kind);
      return end.view;
    },
  };
}
