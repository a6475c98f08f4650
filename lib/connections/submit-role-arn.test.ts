import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { CustomerActor } from "#lib/kernel/actor.ts";
import { type Sandbox, startSandbox } from "#sandbox/start-sandbox.ts";
import { deploymentOf } from "./deployment.ts";
import { disableConnection } from "./disable-connection.ts";
import { findConnectView } from "./find-connect-view.ts";
import { recheckConnection } from "./recheck-connection.ts";
import { removeConnection } from "./remove-connection.ts";
import { renameConnection } from "./rename-connection.ts";
import { submitRoleArn } from "./submit-role-arn.ts";
import { ACME, accepted, type Draft, eventsOf, type Portal, READ_LOGS, rightTrust, startPortal, trust } from "./testing/portal.ts";

let sandbox: Sandbox;
let portal: Portal;
let actor: CustomerActor;
let draft: Draft;
let roles = 0;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, portalUrl: "http://localhost:3000" });
  portal = await startPortal(sandbox);
});
afterAll(async () => {
  await portal.close();
  await sandbox.close();
});
beforeEach(async () => {
  sandbox.world.faults.clear();
  actor = await portal.newOwner();
  draft = await portal.newDraft(actor);
});

function newRole(policy: string, permissions = READ_LOGS): { arn: string; roleName: string } {
  roles += 1;
  const roleName = `SallyportRole-${roles}`;
  const { arn } = sandbox.world.iam.createRole({
    accountId: ACME,
    roleName,
    path: "/sallyport/",
    assumeRolePolicyDocument: policy,
    description: "",
  });
  sandbox.world.iam.putRolePolicy(ACME, roleName, "read-logs", permissions);
  return { arn, roleName };
}

async function submit(roleArn: string, who = actor) {
  return eventsOf(accepted(await submitRoleArn(who, portal.deployment, { connectionId: draft.connectionId, roleArn })));
}

async function resultOf(roleArn: string) {
  const last = (await submit(roleArn)).at(-1);
  if (last?.kind !== "closed") throw new Error(`the run did not close: ${JSON.stringify(last)}`);
  return last;
}

const stsCalls = (since: number) => sandbox.world.journal.since(since).filter(({ service }) => service === "sts");

test.each([
  ["assumed role", "arn:aws:sts::222222222222:assumed-role/reader/me"],
  ["user", "arn:aws:iam::222222222222:user/me"],
  ["root", "arn:aws:iam::222222222222:root"],
  ["another partition", "arn:aws-cn:iam::222222222222:role/reader"],
  ["a leading space", " arn:aws:iam::222222222222:role/reader"],
  ["a line break", "arn:aws:iam::222222222222:role/reader\n"],
  ["NUL", "arn:aws:iam::222222222222:role/reader\0"],
  ["full-width digits", "arn:aws:iam::２２２２２２２２２２２２:role/reader"],
  ["3 KB", `arn:aws:iam::222222222222:role/${"r".repeat(3000)}`],
  ["an injected parameter", "arn:aws:iam::222222222222:role/R&ExternalId=x"],
  ["the partner's own account", "arn:aws:iam::999999999999:role/sallyport"],
  ["the canary account", "arn:aws:iam::111111111111:role/sallyport-canary-open"],
])("%s is refused at the field: no call, nothing stored, no budget used", async (_, roleArn) => {
  const before = sandbox.world.journal.last;
  const result = await submitRoleArn(actor, portal.deployment, { connectionId: draft.connectionId, roleArn });
  expect(result).toMatchObject({ ok: false, code: "invalid", fields: { roleArn: expect.stringMatching(/Example: arn:aws:iam::/) } });
  expect(stsCalls(before)).toEqual([]);
  expect(await portal.row(draft.connectionId)).toMatchObject({ status: "draft", role_arn: null, arn_hmac: null });
  const runs = await portal.db.pool("owner").query("select from verification_runs where connection_id = $1", [draft.connectionId]);
  expect(runs.rowCount).toBe(0);
});

test("a role of ours that somebody pastes raises an alert for staff", async () => {
  const roleArn = "arn:aws:iam::999999999999:role/sallyport";
  await submitRoleArn(actor, portal.deployment, { connectionId: draft.connectionId, roleArn });
  const alerts = await portal.db.pool("owner").query("select kind from alerts where connection_id = $1", [draft.connectionId]);
  expect(alerts.rows).toEqual([{ kind: "own-account-submitted" }]);
});

test("another customer's connection is not found by any verb", async () => {
  const stranger = await portal.newOwner();
  const { connectionId } = draft;
  const { arn } = newRole(rightTrust(draft.externalId));
  const notFound = { ok: false, code: "not-found" };
  expect(await submitRoleArn(stranger, portal.deployment, { connectionId, roleArn: arn })).toMatchObject(notFound);
  expect(await submitRoleArn(stranger, portal.deployment, { connectionId, roleArn: "arn:aws:iam::999999999999:role/x" })).toMatchObject(
    notFound,
  );
  expect(await recheckConnection(stranger, portal.deployment, connectionId)).toMatchObject(notFound);
  expect(await renameConnection(stranger, connectionId, "mine")).toMatchObject(notFound);
  expect(await disableConnection(stranger, connectionId)).toMatchObject(notFound);
  expect(await removeConnection(stranger, connectionId)).toMatchObject(notFound);
  expect(await findConnectView(stranger, portal.deployment, connectionId)).toMatchObject(notFound);
  expect(await portal.row(connectionId)).toMatchObject({ status: "draft", name: "AWS connection" });
});

const holes: [string, (id: string) => object | undefined][] = [
  ["no condition", () => undefined],
  ["StringEqualsIfExists", (id) => ({ StringEqualsIfExists: { "sts:ExternalId": id } })],
  ["StringLike *", () => ({ StringLike: { "sts:ExternalId": "*" } })],
  ["StringLike <id>*", (id) => ({ StringLike: { "sts:ExternalId": `${id}*` } })],
  ["StringEqualsIgnoreCase", (id) => ({ StringEqualsIgnoreCase: { "sts:ExternalId": id } })],
];

test.each(holes)("%s is rejected, and no table holds the ARN or the role's name afterwards", async (_, condition) => {
  const { arn, roleName } = newRole(trust(condition(draft.externalId)));
  const closed = await resultOf(arn);
  expect(closed.run).toMatchObject({ verdict: "insecure", accountId: "********2222", roleId: null, words: { word: "Rejected" } });
  expect(closed.run.probes.some(({ expected, got }) => expected === "denied" && got === "granted")).toBe(true);
  expect(await portal.row(draft.connectionId)).toMatchObject({ status: "draft", role_arn: null, arn_hmac: null, account_id: null });
  const dump = await portal.dump();
  expect(dump).not.toContain(arn);
  expect(dump).not.toContain(roleName);
  const candidates = await portal.db.pool("owner").query("select from candidates where connection_id = $1", [draft.connectionId]);
  expect(candidates.rowCount).toBe(0);
});

test("a missing role, one that does not trust us and one with another ID answer alike, and are waited for", async () => {
  const answers: unknown[] = [];
  const other = newRole(rightTrust("sp-00000000-0000-4000-8000-000000000000")).arn;
  const stranger = newRole(
    trust({ StringEquals: { "sts:ExternalId": draft.externalId, "aws:PrincipalArn": "arn:aws:iam::999999999999:role/x" } }),
  ).arn;
  for (const arn of ["arn:aws:iam::222222222222:role/nobody", other, stranger]) {
    const { run, waiting } = await resultOf(arn);
    expect(run.verdict).toBe("refused");
    expect(waiting).toMatchObject({ tries: 1 });
    answers.push([run.words?.word, run.words?.sentences[0], run.probes.map(({ got, code }) => [got, code])]);
  }
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).toEqual(answers[0]);
  expect(await portal.row(draft.connectionId)).toMatchObject({ status: "checking", role_arn: null });
});

test("another customer's ARN gets nothing, because the paster's own ID is sent", async () => {
  const victim = await portal.newOwner();
  const theirs = await portal.newDraft(victim);
  const { arn } = newRole(rightTrust(theirs.externalId));
  const before = sandbox.world.journal.last;
  const { run } = await resultOf(arn);
  expect(run.verdict).toBe("refused");
  const sent = stsCalls(before).filter(({ roleArn }) => roleArn === arn);
  expect(sent.map(({ externalId }) => externalId)).toEqual([draft.externalId]);
});

test("when the audit row cannot be written, AWS is not asked", async () => {
  const { arn } = newRole(rightTrust(draft.externalId));
  const owner = portal.db.pool("owner");
  await owner.query("alter table audit_events add constraint broken check (event <> 'run.started') not valid");
  const before = sandbox.world.journal.last;
  await expect(submitRoleArn(actor, portal.deployment, { connectionId: draft.connectionId, roleArn: arn })).rejects.toThrow();
  await owner.query("alter table audit_events drop constraint broken");
  expect(stsCalls(before)).toEqual([]);
  expect(await portal.row(draft.connectionId)).toMatchObject({ status: "draft" });
});

test.each(["throttle", "region-disabled", "expired-token", "waf-403-html", "reset", "html-200"] as const)(
  "a negative that is answered by %s proves nothing",
  async (fault) => {
    const { arn } = newRole(rightTrust(draft.externalId));
    sandbox.world.faults.add({ service: "sts", fault, match: { roleArn: arn, externalId: "none" } });
    const { run } = await resultOf(arn);
    expect(run).toMatchObject({ verdict: "inconclusive", words: { word: "Not proven" } });
    expect(await portal.row(draft.connectionId)).toMatchObject({ status: "checking", role_arn: null });
    if (fault === "expired-token") {
      const alerts = await portal.db.pool("owner").query("select kind from alerts where connection_id = $1", [draft.connectionId]);
      expect(alerts.rows).toEqual([{ kind: "our-credentials" }]);
    }
  },
);

test.each(["html-200", "empty-200", "other-role-200"] as const)(
  "the right ID answered by %s proves nothing and breaks nothing",
  async (fault) => {
    const { arn } = newRole(rightTrust(draft.externalId));
    sandbox.world.faults.add({ service: "sts", fault, match: { roleArn: arn, externalId: draft.externalId } });
    expect((await resultOf(arn)).run).toMatchObject({ verdict: "inconclusive" });
  },
);

test("a second grant that is denied, as while a change spreads, proves nothing", async () => {
  const { arn } = newRole(rightTrust(draft.externalId));
  sandbox.world.faults.add({ service: "sts", fault: "access-denied", match: { roleArn: arn, externalId: draft.externalId, nth: 2 } });
  expect((await resultOf(arn)).run).toMatchObject({
    verdict: "inconclusive",
    words: { title: expect.stringMatching(/once and then refused/) },
  });
});

test("two submissions at once are one run, and both are told how it ends", async () => {
  const { arn } = newRole(rightTrust(draft.externalId));
  const both = await Promise.all([submit(arn), submit(arn)]);
  const ends = both.map((events) => events.at(-1));
  expect(ends.map((event) => event?.kind === "closed" && event.run.verdict)).toEqual(["secure", "secure"]);
  const runs = await portal.db.pool("owner").query("select from verification_runs where connection_id = $1", [draft.connectionId]);
  expect(runs.rowCount).toBe(1);
});

test("a browser that goes away does not stop the run", async () => {
  const { arn } = newRole(rightTrust(draft.externalId));
  const events = accepted(await submitRoleArn(actor, portal.deployment, { connectionId: draft.connectionId, roleArn: arn }))[
    Symbol.asyncIterator
  ]();
  await events.next();
  await events.return?.();
  await expect.poll(() => portal.row(draft.connectionId)).toMatchObject({ status: "connected" });
});

test("a secure role is connected: each probe in its place, the receipt kept, the ARN sealed", async () => {
  const { arn, roleName } = newRole(rightTrust(draft.externalId));
  const events = await submit(arn);
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
  const reloaded = accepted(await findConnectView(actor, portal.deployment, draft.connectionId));
  expect({ ...reloaded.run, askedBy: null }).toEqual({ ...last.run, askedBy: null });
});

test("a secure role whose logs cannot be read is connected, and the missing action is named", async () => {
  const only = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: "*" }] });
  const { run } = await resultOf(newRole(rightTrust(draft.externalId), only).arn);
  expect(run).toMatchObject({ verdict: "secure", words: { word: "Connected", warning: expect.stringMatching(/logs:FilterLogEvents/) } });
  const { connection } = accepted(await findConnectView(actor, portal.deployment, draft.connectionId));
  expect(connection).toMatchObject({ status: "connected", cannotReadLogs: true, note: "logs:FilterLogEvents is missing" });
});

test("a role that another customer has proven is not connected twice, and staff are told", async () => {
  const { arn, roleName } = newRole(rightTrust(draft.externalId));
  await resultOf(arn);
  const second = await portal.newOwner();
  const theirs = await portal.newDraft(second);
  const both = trust({ StringEquals: { "sts:ExternalId": [draft.externalId, theirs.externalId] } });
  sandbox.world.iam.updateAssumeRolePolicy(ACME, roleName, both);
  const events = await eventsOf(
    accepted(await submitRoleArn(second, portal.deployment, { connectionId: theirs.connectionId, roleArn: arn })),
  );
  expect(events.at(-1)).toMatchObject({ kind: "closed", run: { verdict: "inconclusive", roleId: null } });
  expect(await portal.row(theirs.connectionId)).toMatchObject({ status: "draft", role_arn: null });
  const alerts = await portal.db.pool("owner").query("select kind from alerts where connection_id = $1", [theirs.connectionId]);
  expect(alerts.rows).toEqual([{ kind: "role-connected-twice" }]);
});

test("a broken control lets nobody be verified", async () => {
  const { arn } = newRole(rightTrust(draft.externalId));
  sandbox.world.faults.add({
    service: "sts",
    fault: "access-denied",
    match: { roleArn: "arn:aws:iam::111111111111:role/sallyport-canary-open" },
  });
  const deployment = deploymentOf({ ...portal.env });
  const events = await eventsOf(accepted(await submitRoleArn(actor, deployment, { connectionId: draft.connectionId, roleArn: arn })));
  deployment.aws.close();
  expect(events.at(-1)).toMatchObject({ kind: "closed", run: { verdict: "inconclusive", control: "failed" } });
});

test("eleven different refused roles in ten minutes are one too many, and the sentence says when to try again", async () => {
  for (let n = 0; n < 10; n++) await resultOf(`arn:aws:iam::222222222222:role/guess-${n}`);
  const result = await submitRoleArn(actor, portal.deployment, {
    connectionId: draft.connectionId,
    roleArn: "arn:aws:iam::222222222222:role/guess-10",
  });
  expect(result).toMatchObject({
    ok: false,
    code: "limited",
    message: expect.stringMatching(/Try again in \d+ minutes, at \d\d:\d\d UTC/),
  });
  const again = await submitRoleArn(actor, portal.deployment, {
    connectionId: draft.connectionId,
    roleArn: "arn:aws:iam::222222222222:role/guess-9",
  });
  expect(again.ok).toBe(true);
  if (again.ok) await eventsOf(again.value);
});
