import type { Sandbox } from "@sallyport/aws-sandbox/testing";
import { beforeEach, expect, test } from "vitest";
import type { CustomerActor } from "#kernel/actor.ts";
import { appContextOf } from "#lib/connections/app-context.ts";
import { disableConnection, removeConnection } from "#lib/connections/lifecycle/remove-connection.ts";
import { ACME, accepted, correctTrust, type Draft, endOf, eventsOf, newRole, type Portal, trust } from "#lib/connections/testing/portal.ts";
import { portalForFile } from "#lib/connections/testing/portal-fixture.ts";
import { findConnectView } from "#lib/connections/views/find-connect-view.ts";
import { findConnectionDetail } from "#lib/connections/views/find-connection-detail.ts";
import { recheckConnection, submitRoleArn } from "./run-requests.ts";

let sandbox: Sandbox;
let portal: Portal;
let actor: CustomerActor;
let draft: Draft;

portalForFile((made) => {
  ({ sandbox, portal } = made);
});
beforeEach(async () => {
  actor = await portal.newOwner();
  draft = await portal.newDraft(actor);
});

async function submit(roleArn: string) {
  return submitRoleArn(actor, portal.context, { connectionId: draft.connectionId, roleArn });
}

async function resultOf(roleArn: string) {
  return endOf(await submit(roleArn));
}

const stsCalls = (since: number) => sandbox.state.callLog.since(since).filter(({ service }) => service === "sts");

test("when the audit row cannot be written, AWS is not called", async () => {
  const { arn } = newRole(sandbox.state.iam, correctTrust(draft.externalId));
  const owner = portal.db.pool("owner");
  await owner.query("alter table audit_events add constraint broken check (event <> 'run.started') not valid");
  const before = sandbox.state.callLog.last;
  await expect(submit(arn)).rejects.toThrow();
  await owner.query("alter table audit_events drop constraint broken");
  expect(stsCalls(before)).toEqual([]);
  expect(await portal.row(draft.connectionId)).toMatchObject({ status: "draft" });
});

test.each(["throttle", "region-disabled", "expired-token", "waf-403-html", "reset", "html-200"] as const)(
  "a negative probe that is answered by %s is inconclusive",
  async (fault) => {
    const { arn } = newRole(sandbox.state.iam, correctTrust(draft.externalId));
    sandbox.state.faults.add({ service: "sts", fault, match: { roleArn: arn, externalId: "none" } });
    const { run } = await resultOf(arn);
    expect(run).toMatchObject({ verdict: "inconclusive", words: { word: "Inconclusive" } });
    expect(await portal.row(draft.connectionId)).toMatchObject({ status: "verifying", role_arn: null });
    if (fault === "expired-token") {
      const alerts = await portal.db.pool("owner").query("select kind from alerts where connection_id = $1", [draft.connectionId]);
      expect(alerts.rows).toEqual([{ kind: "our-credentials" }]);
    }
  },
);

test.each(["html-200", "empty-200", "other-role-200"] as const)(
  "the correct External ID answered by %s is inconclusive and causes no failure",
  async (fault) => {
    const { arn } = newRole(sandbox.state.iam, correctTrust(draft.externalId));
    sandbox.state.faults.add({ service: "sts", fault, match: { roleArn: arn, externalId: draft.externalId } });
    expect((await resultOf(arn)).run).toMatchObject({ verdict: "inconclusive" });
    const alerts = await portal.db.pool("owner").query("select kind from alerts where connection_id = $1", [draft.connectionId]);
    expect(alerts.rows).toEqual(fault === "other-role-200" ? [{ kind: "wrong-identity" }] : []);
  },
);

test.each(["disabled", "removed", "suspended"] as const)(
  "a check that ends after its connection was %s never shows Connected",
  async (stop) => {
    const { connectionId } = draft;
    await resultOf(newRole(sandbox.state.iam, correctTrust(draft.externalId)).arn);
    const release = sandbox.state.faults.holdAll();
    const going = await recheckConnection(actor, portal.context, connectionId);
    if (stop === "disabled") accepted(await disableConnection(actor, connectionId));
    if (stop === "removed") accepted(await removeConnection(actor, connectionId));
    if (stop === "suspended") await portal.meanwhile("update customers set suspended_at = now() where id = $1", [actor.customerId]);
    release();
    const { run } = await endOf(going);
    expect(run).toMatchObject({ verdict: "inconclusive", roleId: null, words: { word: "Inconclusive" } });
    expect(await portal.row(connectionId)).toMatchObject({ status: stop === "suspended" ? "connected" : stop });
    const detail = accepted(await findConnectionDetail(actor, portal.context, connectionId));
    expect(detail.runs[0]?.words).toEqual(run.words);
  },
);

test("a second call with the correct ID that is denied, as during IAM propagation, is inconclusive", async () => {
  const { arn } = newRole(sandbox.state.iam, correctTrust(draft.externalId));
  sandbox.state.faults.add({ service: "sts", fault: "access-denied", match: { roleArn: arn, externalId: draft.externalId, nth: 2 } });
  expect((await resultOf(arn)).run).toMatchObject({
    verdict: "inconclusive",
    words: { title: expect.stringMatching(/once, then denied/) },
  });
});

test("two submissions at once are two runs, one after the other, and each gets the result of its own", async () => {
  const { arn } = newRole(sandbox.state.iam, correctTrust(draft.externalId));
  const release = sandbox.state.faults.holdAll();
  const submitted = await Promise.all([submit(arn), submit(arn)]);
  release();
  const both = await Promise.all(submitted.map((events) => eventsOf(accepted(events))));
  const ends = both.map((events) => events.at(-1)).map((event) => (event?.kind === "closed" ? event.run : null));
  expect(ends.map((run) => run?.verdict)).toEqual(["secure", "secure"]);
  expect(new Set(ends.map((run) => run?.id)).size).toBe(2);
  const { rows } = await portal.db
    .pool("owner")
    .query("select started_at, finished_at from verification_runs where connection_id = $1 order by started_at", [draft.connectionId]);
  expect(rows).toHaveLength(2);
  expect(rows[1]?.["started_at"].getTime()).toBeGreaterThanOrEqual(rows[0]?.["finished_at"].getTime());
});

test("another role submitted meanwhile gets an error, and not the result of the first one", async () => {
  const [first, second] = [newRole(sandbox.state.iam, correctTrust(draft.externalId)), newRole(sandbox.state.iam, trust())];
  const release = sandbox.state.faults.holdAll();
  const going = await submit(first.arn);
  expect(await submit(second.arn)).toMatchObject({ ok: false, code: "conflict" });
  release();
  expect((await endOf(going)).run.verdict).toBe("secure");
});

test("a browser that disconnects does not stop the run", async () => {
  const { arn } = newRole(sandbox.state.iam, correctTrust(draft.externalId));
  const events = accepted(await submit(arn))[Symbol.asyncIterator]();
  await events.next();
  await events.return?.();
  await expect.poll(() => portal.row(draft.connectionId)).toMatchObject({ status: "connected" });
});

test("a secure role is connected: every probe is shown, the report is stored, and the ARN is sealed", async () => {
  const { arn, roleName } = newRole(sandbox.state.iam, correctTrust(draft.externalId));
  const events = await eventsOf(accepted(await submit(arn)));
  expect(events[0]).toMatchObject({ kind: "opened", run: { verdict: null } });
  expect(events.filter(({ kind }) => kind === "probe")).toHaveLength(7);
  const last = events.at(-1);
  expect(last).toMatchObject({ kind: "closed", waiting: null, run: { verdict: "secure", control: "ok", accountId: ACME } });
  if (last?.kind !== "closed") throw new Error("not closed");
  expect(last.run.words?.title).toBe(`Connected: AWS account ${ACME}`);
  expect(last.run.logChecks).toEqual({ "eu-central-1": "works" });
  expect(await portal.row(draft.connectionId)).toMatchObject({ status: "connected", account_id: ACME, confirm_step: 1 });
  const dump = await portal.dump();
  expect(dump).not.toContain(arn);
  expect(dump).not.toContain(roleName);
  const reloaded = accepted(await findConnectView(actor, portal.context, draft.connectionId));
  expect({ ...reloaded.run, requestedBy: null }).toEqual({ ...last.run, requestedBy: null });
});

test("a secure role whose logs cannot be read is connected, and the missing action is named", async () => {
  const only = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: "*" }] });
  const { run } = await resultOf(newRole(sandbox.state.iam, correctTrust(draft.externalId), only).arn);
  expect(run).toMatchObject({ verdict: "secure", words: { word: "Connected", warning: expect.stringMatching(/logs:FilterLogEvents/) } });
  const { connection } = accepted(await findConnectView(actor, portal.context, draft.connectionId));
  expect(connection).toMatchObject({ status: "connected", cannotReadLogs: true, note: "Missing permission: logs:FilterLogEvents" });
});

test("a role that another customer has connected is not connected twice, and staff are alerted", async () => {
  const { arn, roleName } = newRole(sandbox.state.iam, correctTrust(draft.externalId));
  await resultOf(arn);
  const second = await portal.newOwner();
  const theirs = await portal.newDraft(second);
  const both = trust({ StringEquals: { "sts:ExternalId": [draft.externalId, theirs.externalId] } });
  sandbox.state.iam.updateAssumeRolePolicy(ACME, roleName, both);
  const events = await eventsOf(accepted(await submitRoleArn(second, portal.context, { connectionId: theirs.connectionId, roleArn: arn })));
  expect(events.at(-1)).toMatchObject({ kind: "closed", run: { verdict: "inconclusive", roleId: null } });
  expect(await portal.row(theirs.connectionId)).toMatchObject({ status: "verifying", role_arn: null });
  const alerts = await portal.db.pool("owner").query("select kind from alerts where connection_id = $1", [theirs.connectionId]);
  expect(alerts.rows).toEqual([{ kind: "role-connected-twice" }]);
});

test("an account that another customer has connected can be connected, and staff are alerted", async () => {
  await resultOf(newRole(sandbox.state.iam, correctTrust(draft.externalId)).arn);
  const second = await portal.newOwner();
  const theirs = await portal.newDraft(second);
  const { arn } = newRole(sandbox.state.iam, correctTrust(theirs.externalId));
  const submitted = await submitRoleArn(second, portal.context, { connectionId: theirs.connectionId, roleArn: arn });
  expect((await endOf(submitted)).run.verdict).toBe("secure");
  const alerts = await portal.db.pool("owner").query("select kind from alerts where connection_id = $1", [theirs.connectionId]);
  expect(alerts.rows).toEqual([{ kind: "account-connected-twice" }]);
});

test("while the canary check fails no role is connected, and staff are alerted", async () => {
  const { arn } = newRole(sandbox.state.iam, correctTrust(draft.externalId));
  sandbox.state.faults.add({
    service: "sts",
    fault: "access-denied",
    match: { roleArn: "arn:aws:iam::111111111111:role/sallyport-canary-open" },
  });
  const context = appContextOf({ ...portal.env });
  const events = await eventsOf(accepted(await submitRoleArn(actor, context, { connectionId: draft.connectionId, roleArn: arn })));
  context.aws.close();
  expect(events.at(-1)).toMatchObject({ kind: "closed", run: { verdict: "inconclusive", control: "failed" } });
  const alerts = await portal.db.pool("owner").query("select kind from alerts where customer_id is null and resolved_at is null");
  expect(alerts.rows).toEqual([{ kind: "control-failed" }]);
});
