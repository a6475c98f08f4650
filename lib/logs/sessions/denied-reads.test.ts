import type { Sandbox } from "@sallyport/aws-sandbox/testing";
import { beforeEach, expect, test } from "vitest";
import { arrangeMember } from "#db/testing/arrange.ts";
import type { CustomerActor } from "#kernel/actor.ts";
import { type FakeClock, fakeClock } from "#kernel/testing/fake-clock.ts";
import type { AppContext } from "#lib/connections/app-context.ts";
import { recheckConnection } from "#lib/connections/checks/run-requests.ts";
import { startRotation } from "#lib/connections/rotation/start-rotation.ts";
import { accepted, endOf, type Portal, trust } from "#lib/connections/testing/portal.ts";
import { portalForFile } from "#lib/connections/testing/portal-fixture.ts";
import { REGION, templateTrust, type VerifiedConnection, verifiedConnection } from "#lib/logs/testing/verified-connection.ts";
import { openLogReader } from "./open-log-reader.ts";

let sandbox: Sandbox;
let portal: Portal;
let actor: CustomerActor;
let connection: VerifiedConnection;
/** One web process of the portal with a fake clock. */
let web: AppContext & { readonly clock: FakeClock };

portalForFile((made) => {
  ({ sandbox, portal } = made);
});
beforeEach(async () => {
  actor = await portal.newOwner();
  connection = await verifiedConnection(portal, sandbox.state.iam, actor);
  web = newProcess();
});

const newProcess = () => ({ ...portal.context, clock: fakeClock() });
const open = (who = actor, process: AppContext = web) => openLogReader(who, process, connection.connectionId, REGION, "search");
const trusts = (policy: string) => sandbox.state.iam.updateAssumeRolePolicy(connection.accountId, connection.roleName, policy);
const closeTheRole = () => trusts(trust({ StringEquals: { "sts:ExternalId": "sp-00000000-0000-4000-8000-000000000000" } }));
/** The calls to the role and the audit rows since then. */
async function costs(): Promise<() => Promise<{ calls: number; rows: number }>> {
  const text = "select count(*)::int as n from audit_events where chain = $1";
  const rows = async () => (await portal.db.pool("owner").query<{ n: number }>(text, [actor.customerId])).rows[0]?.n ?? Number.NaN;
  const [mark, before] = [sandbox.state.callLog.last, await rows()];
  return async () => ({
    calls: sandbox.state.callLog.since(mark).filter(({ action, roleArn }) => action === "AssumeRole" && roleArn === connection.arn).length,
    rows: (await rows()) - before,
  });
}
const DENIED = { ok: false, code: "unavailable", message: expect.stringMatching(/no longer allows access/) };

test("fifty reads of a role that denies access make as many calls as one and return the same error", async () => {
  closeTheRole();
  const since = await costs();
  for (let n = 0; n < 50; n++) expect(await open()).toMatchObject(DENIED);
  expect(await since()).toEqual({ calls: 2, rows: 4 });
});

test("after thirty seconds AWS is called again, and a role that allows access again is read", async () => {
  closeTheRole();
  await open();
  trusts(templateTrust(connection.externalId));
  web.clock.pass(29_999);
  expect(await open()).toMatchObject(DENIED);
  web.clock.pass(1);
  accepted(await open());
});

test("it never delays a verification by a person, and a verified connection is readable immediately, in every process", async () => {
  closeTheRole();
  const other = newProcess();
  expect(await open()).toMatchObject(DENIED);
  expect(await open(actor, other)).toMatchObject(DENIED);
  trusts(templateTrust(connection.externalId));
  const verified = await endOf(await recheckConnection(actor, web, connection.connectionId));
  expect(verified.run.verdict).toBe("secure");
  accepted(await open());
  accepted(await open(actor, other));
});

test("after a rotation has switched, reads use the new External ID immediately", async () => {
  closeTheRole();
  expect(await open()).toMatchObject(DENIED);
  accepted(await startRotation(actor, { customerId: actor.customerId, connectionId: connection.connectionId }));
  const text = "select value from external_ids where connection_id = $1 and state = 'pending'";
  const { rows } = await portal.db.pool("owner").query<{ value: string }>(text, [connection.connectionId]);
  trusts(templateTrust(rows[0]?.value ?? ""));
  // A colleague's read is the first to call AWS again: it finds that the role accepts the new External ID.
  accepted(await open({ ...actor, userId: await arrangeMember(portal.db.pool("owner"), actor.customerId) }));
  accepted(await open());
});

test("a denial of one person does not apply to a colleague: a trust policy may name one person's session", async () => {
  closeTheRole();
  await open();
  trusts(templateTrust(connection.externalId));
  accepted(await open({ ...actor, userId: await arrangeMember(portal.db.pool("owner"), actor.customerId) }));
  expect(await open()).toMatchObject(DENIED);
});

test("an error other than a denial is not remembered", async () => {
  sandbox.state.faults.add({ service: "sts", fault: "5xx", match: {} });
  expect(await open()).toMatchObject({ ok: false, code: "unavailable" });
  sandbox.state.faults.clear();
  accepted(await open());
});

test("when the portal has no call to STS left within five seconds, a read fails: AWS is not called, and no audit row is written", async () => {
  const until = (moment: string) =>
    portal.db.pool("owner").query(`update sts_regions set paid_until = clock_timestamp() + interval '${moment}'`);
  await until("1 hour");
  const since = await costs();
  const read = open();
  await web.clock.waiting();
  web.clock.pass(5000);
  expect(await read).toMatchObject({
    ok: false,
    code: "limited",
    message: expect.stringMatching(/rate limit for AWS STS.*Try again in a few seconds/),
  });
  expect(await since()).toEqual({ calls: 0, rows: 0 });
  await until("-1 s");
  accepted(await open());
});
