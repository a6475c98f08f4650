import type { Sandbox } from "@sallyport/aws-sandbox/testing";
import { expect, test } from "vitest";
import { type Portal, trust } from "#lib/connections/testing/portal.ts";
import { portalForFile } from "#lib/connections/testing/portal-fixture.ts";
import { REGION, verifiedConnection } from "#lib/logs/testing/verified-connection.ts";
import { openLogReader } from "./open-log-reader.ts";

let sandbox: Sandbox;
let portal: Portal;

portalForFile((made) => {
  ({ sandbox, portal } = made);
});

test("a denial is recorded after the request, with AWS's request ID and without a role", async () => {
  const actor = await portal.newOwner();
  const { connectionId, accountId, roleName } = await verifiedConnection(portal, sandbox.state.iam, actor);
  sandbox.state.iam.updateAssumeRolePolicy(accountId, roleName, trust({ StringEquals: { "sts:ExternalId": "x-x" } }));
  expect(await openLogReader(actor, portal.context, connectionId, REGION, "list-groups")).toMatchObject({ ok: false });
  const text = "select event, attributes from audit_events where chain = $1 and event like 'logs.%' order by seq limit 2";
  const { rows } = await portal.db.pool("owner").query(text, [actor.customerId]);
  expect(rows).toMatchObject([
    { event: "logs.opened", attributes: { for: "list-groups", calls: "assume-role" } },
    {
      event: "logs.answered",
      attributes: { call: rows[0].attributes.call, got: "denied", request: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    },
  ]);
  expect(rows[1].attributes).not.toHaveProperty("role");
});

test("a session whose response cannot be recorded is not used", async () => {
  const actor = await portal.newOwner();
  const { connectionId } = await verifiedConnection(portal, sandbox.state.iam, actor);
  const admin = portal.db.pool("admin");
  await admin.query("alter table audit_events add constraint no_answers check (event <> 'logs.answered') not valid");
  try {
    await expect(openLogReader(actor, portal.context, connectionId, REGION, "search")).rejects.toThrow();
  } finally {
    await admin.query("alter table audit_events drop constraint no_answers");
  }
  expect(await openLogReader(actor, portal.context, connectionId, REGION, "search")).toMatchObject({ ok: true });
});
