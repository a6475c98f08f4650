import type { Sandbox } from "@sallyport/aws-sandbox/testing";
import { expect, test } from "vitest";
import type { CustomerActor } from "#kernel/actor.ts";
import { storedRoleArn } from "#kernel/aws/role-arn.ts";
import { closeLostRuns, exchangeDueConnections, purgePendingRoleArns } from "#lib/connections/schedule/due-connections.ts";
import { accepted, correctTrust, type Draft, endOf, eventsOf, newRole } from "#lib/connections/testing/portal.ts";
import { portalForEachTest } from "#lib/connections/testing/portal-fixture.ts";
import type { PortalWithFakeClock } from "#lib/connections/testing/portal-with-fake-clock.ts";
import { openRun } from "./open-run.ts";
import { submitRoleArn } from "./run-requests.ts";

let sandbox: Sandbox;
let portal: PortalWithFakeClock;
let actor: CustomerActor;
let draft: Draft;
let arn: string;

portalForEachTest(async (made) => {
  ({ sandbox, portal } = made);
  actor = await portal.newOwner();
  draft = await portal.newDraft(actor);
  arn = newRole(sandbox.state.iam, correctTrust(draft.externalId)).arn;
});

const submit = () => submitRoleArn(actor, portal.context, { connectionId: draft.connectionId, roleArn: arn });
const row = () => portal.row(draft.connectionId);

/** A run that nobody executes, as if its process had died. */
async function openedAndLeft() {
  const { customerId } = actor;
  const order = { customerId, connectionId: draft.connectionId, reason: "submit", submitted: storedRoleArn(arn) } as const;
  expect(await openRun(actor, portal.context, order)).toMatchObject({ kind: "opened" });
  expect(await openRun(actor, portal.context, order)).toEqual({ kind: "in-progress" });
}

async function verdicts() {
  const text = "select verdict from verification_runs where connection_id = $1 order by started_at";
  const { rows } = await portal.db.pool("owner").query<{ verdict: string | null }>(text, [draft.connectionId]);
  return rows.map(({ verdict }) => verdict);
}

test("a run whose process died is lost after thirty seconds, and the worker retries its submission", async () => {
  await openedAndLeft();
  await portal.pass("29 s");
  expect(await closeLostRuns(portal.worker)).toBe(0);
  await portal.pass("1 s");
  expect(await closeLostRuns(portal.worker)).toBe(1);
  await portal.workerTurn(draft.connectionId);
  expect(await row()).toMatchObject({ status: "connected" });
  expect(await verdicts()).toEqual(["lost", "secure"]);
});

test("a submission expires after an hour: its ARN is deleted, and the connection is a draft again", async () => {
  await openedAndLeft();
  await portal.pass("59 minutes 59 s");
  expect(await purgePendingRoleArns(portal.worker)).toBe(0);
  await portal.pass("1 s");
  await portal.workerTurn(draft.connectionId);
  expect(await row()).toMatchObject({ status: "draft", next_check_at: null });
  expect(await purgePendingRoleArns(portal.worker)).toBe(1);
});

test("a run whose end cannot be written changes nothing: its follower gets an error, and it is lost when its lease ends", async () => {
  const owner = portal.db.pool("owner");
  await owner.query("alter table audit_events add constraint broken check (event <> 'run.closed') not valid");
  const events = await eventsOf(accepted(await submit()));
  await owner.query("alter table audit_events drop constraint broken");
  expect(events.at(-1)).toMatchObject({ kind: "failed", code: "interrupted" });
  expect(await row()).toMatchObject({ status: "verifying", role_arn: null, verified_at: null });
  await portal.pass("30 s");
  expect((await endOf(await submit())).run.verdict).toBe("secure");
  expect(await verdicts()).toEqual(["lost", "secure"]);
});

test("a connection whose worker is silent for a minute goes to the next worker, and the late result changes nothing", async () => {
  await endOf(await submit());
  await portal.untilDue(draft.connectionId);
  const claim = () => exchangeDueConnections(portal.worker, portal.context, [], 10);
  const [late] = await claim();
  await portal.pass("59 s");
  expect(await claim()).toEqual([]);
  await portal.pass("1 s");
  const [next] = await claim();
  if (late === undefined || next === undefined) throw new Error("nothing was due");
  expect([next.connectionId, next.leaseToken === late.leaseToken]).toEqual([late.connectionId, false]);
  await exchangeDueConnections(portal.worker, portal.context, [{ due: late, nextCheck: "never" }], 0);
  expect(await row()).toMatchObject({ lease_token: next.leaseToken, next_check_at: expect.any(Date) });
  await exchangeDueConnections(portal.worker, portal.context, [{ due: next, nextCheck: { afterMs: 10_000 } }], 0);
  expect([await row(), await portal.dueIn(draft.connectionId)]).toMatchObject([{ lease_token: null }, 10]);
});
