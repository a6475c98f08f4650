import { type Sandbox, startSandbox } from "@sallyport/aws-sandbox/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closePools } from "#db/pools.ts";
import { recheckConnection, submitRoleArn } from "#lib/connections/checks/run-requests.ts";
import { correctTrust, endOf, newRole, type Portal, startPortal } from "#lib/connections/testing/portal.ts";
import { findConnectView } from "#lib/connections/views/find-connect-view.ts";

let sandbox: Sandbox;
const portals: Portal[] = [];

/** Starts a deployment with its own database, which later queries use. All deployments have the same AWS principal. */
async function anotherPortal(): Promise<Portal> {
  await closePools();
  const portal = await startPortal(sandbox);
  portals.push(portal);
  return portal;
}

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, portalUrl: "http://localhost:3000" });
});
afterAll(async () => {
  for (const portal of portals) await portal.close();
  await sandbox.close();
});

test("an External ID of another deployment is unknown, though the partner and the customer's role are the same", async () => {
  const staging = await anotherPortal();
  const there = await staging.newOwner();
  const theirs = await staging.newDraft(there);
  const { arn } = newRole(sandbox.state.iam, correctTrust(theirs.externalId));
  const verified = await endOf(await submitRoleArn(there, staging.context, { connectionId: theirs.connectionId, roleArn: arn }));
  expect(verified.run.verdict).toBe("secure");

  const production = await anotherPortal();
  const here = await production.newOwner();
  const ours = await production.newDraft(here);
  const before = sandbox.state.callLog.last;
  const { run } = await endOf(await submitRoleArn(here, production.context, { connectionId: ours.connectionId, roleArn: arn }));
  expect(run.verdict).toBe("access-denied");
  const sent = sandbox.state.callLog.since(before).filter(({ roleArn }) => roleArn === arn);
  expect(sent.map(({ externalId }) => externalId)).toContain(ours.externalId);
  expect(JSON.stringify(sent)).not.toContain(theirs.externalId);

  const { connectionId } = theirs;
  for (const requester of [here, there]) {
    const notFound = { ok: false, code: "not-found" };
    expect(await submitRoleArn(requester, production.context, { connectionId, roleArn: arn })).toMatchObject(notFound);
    expect(await recheckConnection(requester, production.context, connectionId)).toMatchObject(notFound);
    expect(await findConnectView(requester, production.context, connectionId)).toMatchObject(notFound);
  }
  expect(await production.dump()).not.toContain(theirs.externalId);
});
