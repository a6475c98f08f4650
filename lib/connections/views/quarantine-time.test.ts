import { type Sandbox, startSandbox } from "@sallyport/aws-sandbox/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { arrangeStaff } from "#db/testing/arrange.ts";
import type { StaffActor } from "#kernel/actor.ts";
import { showsWeakness } from "#kernel/verification/connection-status.ts";
import { submitRoleArn } from "#lib/connections/checks/run-requests.ts";
import { connectedRole } from "#lib/connections/testing/connected-role.ts";
import { accepted, correctTrust, endOf, newRole, trust } from "#lib/connections/testing/portal.ts";
import { type PortalWithFakeClock, startPortalWithFakeClock } from "#lib/connections/testing/portal-with-fake-clock.ts";
import { findConnectionPage } from "#lib/staff/connection-page/find-connection-page.ts";
import { findConnectionDetail } from "./find-connection-detail.ts";

let sandbox: Sandbox;
let portal: PortalWithFakeClock;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, portalUrl: "http://localhost:3000" });
  portal = await startPortalWithFakeClock(sandbox);
});
afterAll(async () => {
  await portal.close();
  await sandbox.close();
});

test("the page and the staff alert name the time at which a quarantine began, not that of a later run that is not secure", async () => {
  const role = await connectedRole(portal, sandbox);
  const { connectionId } = role.draft;
  const times = async () => {
    const { rows: alerts } = await portal.db
      .pool("owner")
      .query<{ raised_at: Date }>("select raised_at from alerts where kind = 'quarantined' and resolved_at is null");
    const { quarantinedAt } = accepted(await findConnectionDetail(role.actor, portal.context, connectionId));
    return { page: quarantinedAt, alert: alerts[0]?.raised_at.getTime() ?? null };
  };
  expect(await times()).toEqual({ page: null, alert: null });
  role.trusts(trust({ StringLike: { "sts:ExternalId": "*" } }));
  await portal.pass("1 hour");
  await role.recheck();
  const began = await times();
  expect(began).toEqual({ page: expect.any(Number), alert: began.page });
  await portal.pass("12 hours");
  await role.recheck();
  expect(await times()).toEqual(began);
  role.trusts(correctTrust(role.draft.externalId));
  await role.recheck();
  expect(await times()).toEqual({ page: null, alert: null });
  role.trusts(trust({ StringLike: { "sts:ExternalId": "*" } }));
  await portal.pass("1 hour");
  await role.recheck();
  expect((await times()).page).toBeGreaterThan(began.page ?? 0);
});

test("staff see no answers of an earlier quarantine as the cause of this one, and the weakness as soon as a verification has found it", async () => {
  const role = await connectedRole(portal, sandbox);
  const { connectionId, externalId } = role.draft;
  const staff: StaffActor = { kind: "staff", role: "support", userId: await arrangeStaff(portal.db.pool("owner"), {}) };
  const weakness = async () => (await findConnectionPage(staff, portal.context.env, connectionId, 5))?.weakness;
  const every = trust({ StringLike: { "sts:ExternalId": "*" } });
  for (const policy of [every, correctTrust(externalId)]) {
    role.trusts(policy);
    await role.recheck();
  }
  expect(await weakness()).toBeNull();
  // As the trigger of a verification does whose process then ends: there is no verdict, and no reason.
  await portal.pass("1 hour");
  await portal.db.pool("owner").query("update connections set status = 'quarantined', reason = null where id = $1", [connectionId]);
  expect(await weakness()).toMatchObject({ class: null, allowed: [], runId: null, foundAt: null });
  role.trusts(every);
  await role.recheck();
  expect(await weakness()).toMatchObject({ class: "any-id", allowed: expect.arrayContaining(["Random External ID"]) });
});

test("another role that is submitted during a quarantine is not shown as its cause, also if it is not secure", async () => {
  const role = await connectedRole(portal, sandbox);
  const { connectionId, externalId } = role.draft;
  const staff: StaffActor = { kind: "staff", role: "support", userId: await arrangeStaff(portal.db.pool("owner"), {}) };
  const weakness = async () => (await findConnectionPage(staff, portal.context.env, connectionId, 5))?.weakness;
  role.trusts(trust({ StringEqualsIgnoreCase: { "sts:ExternalId": externalId } }));
  await role.recheck();
  const found = await weakness();
  expect(found).toMatchObject({ allowed: ["Uppercase External ID"], runId: expect.any(String) });
  const { arn } = newRole(sandbox.state.iam, trust({ StringLike: { "sts:ExternalId": "*" } }));
  await endOf(await submitRoleArn(role.actor, portal.context, { connectionId, roleArn: arn }));
  const { runs, quarantinedAt } = accepted(await findConnectionDetail(role.actor, portal.context, connectionId));
  expect(runs[0]).toMatchObject({ verdict: "not-secure", reason: "submit" });
  expect(runs.find((run) => showsWeakness(run, quarantinedAt))?.id).toBe(found?.runId);
  expect(await weakness()).toEqual(found);
});
