import type { Sandbox } from "@sallyport/aws-sandbox/testing";
import { expect, test } from "vitest";
import { arrangeMember } from "#db/testing/arrange.ts";
import { startRotation } from "#lib/connections/rotation/start-rotation.ts";
import { accepted, correctTrust, type Portal } from "#lib/connections/testing/portal.ts";
import { portalForFile } from "#lib/connections/testing/portal-fixture.ts";
import { REGION, verifiedConnection } from "#lib/logs/testing/verified-connection.ts";
import { openLogReader } from "./open-log-reader.ts";

let sandbox: Sandbox;
let portal: Portal;
portalForFile((made) => {
  ({ sandbox, portal } = made);
});

test("an immediate rotation of the External ID fails no read: the new one is verified and used, and a read in progress continues", async () => {
  const actor = await portal.newOwner();
  const connection = await verifiedConnection(portal, sandbox.state.iam, actor);
  const begun = accepted(await openLogReader(actor, portal.context, connection.connectionId, REGION, "search"));
  accepted(await startRotation(actor, { customerId: actor.customerId, connectionId: connection.connectionId }));
  const minted = await portal.db
    .pool("owner")
    .query<{ value: string }>("select value from external_ids where connection_id = $1 and state = 'pending'", [connection.connectionId]);
  const pending = minted.rows[0]?.value ?? "";
  sandbox.state.iam.updateAssumeRolePolicy(connection.accountId, connection.roleName, correctTrust(pending));
  const newcomer = { ...actor, userId: await arrangeMember(portal.db.pool("owner"), actor.customerId) };
  const since = sandbox.state.callLog.last;
  accepted(await openLogReader(newcomer, portal.context, connection.connectionId, REGION, "search"));
  const calls = sandbox.state.callLog.since(since).filter(({ action }) => action === "AssumeRole");
  expect(calls.at(-1)).toMatchObject({ externalId: pending, outcome: "ok" });
  expect(await begun.stillReadable()).toBe(true);
});
