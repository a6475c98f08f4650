import type { Sandbox } from "@sallyport/aws-sandbox/testing";
import { expect, test } from "vitest";
import type { CustomerActor } from "#kernel/actor.ts";
import { disableConnection, removeConnection } from "#lib/connections/lifecycle/remove-connection.ts";
import { openConnectionForRead } from "#lib/connections/reading/open-connection-for-read.ts";
import { startRotation } from "#lib/connections/rotation/start-rotation.ts";
import { ACME, accepted, correctTrust, type Draft, endOf, newRole, trust } from "#lib/connections/testing/portal.ts";
import { portalForEachTest } from "#lib/connections/testing/portal-fixture.ts";
import type { PortalWithFakeClock } from "#lib/connections/testing/portal-with-fake-clock.ts";
import { findConnections } from "#lib/connections/views/find-connections.ts";
import { expectedTrust } from "#lib/role-setup/template/trust-policy.ts";
import { examineTrustPolicy } from "#lib/verification/shared/examine-trust-policy.ts";
import { submitRoleArn } from "./run-requests.ts";

/** A role belongs to one connection. Here two customers submit the same role, and its trust policy decides who holds it. */

let sandbox: Sandbox;
let portal: PortalWithFakeClock;
let first: Side;
let second: Side;
let role: { readonly arn: string; readonly roleName: string };

interface Side {
  readonly actor: CustomerActor;
  readonly draft: Draft;
}

portalForEachTest(async (made) => {
  ({ sandbox, portal } = made);
  [first, second] = [await newSide(), await newSide()];
  role = newRole(sandbox.state.iam, correctTrust(first.draft.externalId));
  expect((await submit(first)).run.verdict).toBe("secure");
  await portal.pass("1 minute");
});

async function newSide(): Promise<Side> {
  const actor = await portal.newOwner();
  return { actor, draft: await portal.newDraft(actor) };
}
const accepts = (...ids: readonly string[]) =>
  sandbox.state.iam.updateAssumeRolePolicy(ACME, role.roleName, trust({ StringEquals: { "sts:ExternalId": ids } }));
const submit = async ({ actor, draft: { connectionId } }: Side) =>
  endOf(await submitRoleArn(actor, portal.context, { connectionId, roleArn: role.arn }));
const rowOf = ({ draft }: Side) => portal.row(draft.connectionId);
const statuses = async () => [(await rowOf(first))["status"], (await rowOf(second))["status"]];
const workerTurn = ({ draft }: Side) => portal.workerTurn(draft.connectionId);
const alerts = async () =>
  (await portal.db.pool("owner").query("select kind, connection_id from alerts where kind like 'role-%' order by kind")).rows;
const mails = async () =>
  (await portal.db.pool("owner").query("select data from pgboss.job where name = 'mail-claim' order by data->>'outcome'")).rows.map(
    ({ data }) => data,
  );
const auditOf = async ({ actor }: Side) =>
  (
    await portal.db
      .pool("owner")
      .query("select event, attributes from audit_events where chain = $1 and event like 'claim.%' order by seq", [actor.customerId])
  ).rows;

test("a role that now accepts only another customer's ID moves to that customer; both get an email that does not name the other", async () => {
  accepts(second.draft.externalId);
  const { run } = await submit(second);
  expect(run).toMatchObject({ verdict: "inconclusive", words: { title: expect.stringContaining("already connected") } });
  expect(await statuses()).toEqual(["connected", "verifying"]);
  await workerTurn(second);
  expect(await statuses()).toEqual(["access_denied", "connected"]);
  expect(await rowOf(first)).toMatchObject({ reason: "claim-ended", claim_ended_at: expect.any(Date) });
  expect(await rowOf(second)).toMatchObject({ claim_ended_at: null });
  expect(await findConnections(first.actor, portal.context)).toMatchObject([
    { status: "access_denied", claimEnded: true, note: "The role now accepts the External ID of another connection" },
  ]);
  expect(await alerts()).toMatchObject([
    { kind: "role-claim-moved", connection_id: first.draft.connectionId },
    { kind: "role-connected-twice", connection_id: second.draft.connectionId },
  ]);
  const of = ({ actor, draft }: Side, outcome: string) => ({ customer: actor.customerId, connection: draft.connectionId, outcome });
  expect(await mails()).toEqual([of(first, "ended"), of(second, "taken")]);
  const texts = { first: JSON.stringify(await auditOf(first)), second: JSON.stringify(await auditOf(second)) };
  expect(texts.first).toContain("claim.ended");
  expect(texts.second).toContain("claim.taken");
  for (const secret of [second.actor.customerId, second.draft.connectionId]) expect(texts.first).not.toContain(secret);
  for (const secret of [first.actor.customerId, first.draft.connectionId]) expect(texts.second).not.toContain(secret);
});

test("a role that accepts both IDs stays with its connection, and the second customer gets an email that says what to do", async () => {
  accepts(first.draft.externalId, second.draft.externalId);
  await submit(second);
  await workerTurn(second);
  expect(await statuses()).toEqual(["connected", "draft"]);
  expect(await mails()).toMatchObject([
    { connection: first.draft.connectionId, outcome: "kept" },
    { connection: second.draft.connectionId, outcome: "not-taken" },
  ]);
  const newest = await portal.db
    .pool("owner")
    .query("select verdict, outcome_reason from verification_runs where connection_id = $1 order by started_at desc limit 1", [
      second.draft.connectionId,
    ]);
  expect(newest.rows).toEqual([{ verdict: "inconclusive", outcome_reason: "role-accepts-both" }]);
  await portal.pass("1 minute");
  await submit(second);
  await workerTurn(second);
  expect(await mails()).toHaveLength(2); // at most one email a day
  expect(await statuses()).toEqual(["connected", "draft"]);
});

test("without an answer from AWS no claim ends, and the worker tries again", async () => {
  accepts(second.draft.externalId);
  await submit(second);
  sandbox.state.faults.add({ service: "sts", fault: "throttle", match: { externalId: first.draft.externalId } } as never);
  await workerTurn(second);
  expect(await statuses()).toEqual(["connected", "verifying"]);
  sandbox.state.faults.clear();
  await workerTurn(second);
  expect(await statuses()).toEqual(["access_denied", "connected"]);
});

test("a pending External ID keeps the claim too", async () => {
  accepted(await startRotation(first.actor, { customerId: first.actor.customerId, connectionId: first.draft.connectionId }));
  const { rows } = await portal.db
    .pool("owner")
    .query("select value from external_ids where connection_id = $1 and state = 'pending'", [first.draft.connectionId]);
  accepts(rows[0]?.["value"], second.draft.externalId);
  await submit(second);
  await workerTurn(second);
  expect((await statuses())[1]).toBe("draft");
  expect(await rowOf(first)).toMatchObject({ claim_ended_at: null });
});

test("a disabled connection loses its role as well, and stays disabled", async () => {
  accepted(await disableConnection(first.actor, first.draft.connectionId));
  accepts(second.draft.externalId);
  await submit(second);
  await workerTurn(second);
  expect(await statuses()).toEqual(["disabled", "connected"]);
});

test("a customer whose ID the role accepts again is connected again in the same way", async () => {
  accepts(second.draft.externalId);
  await submit(second);
  await workerTurn(second);
  accepts(first.draft.externalId);
  await portal.pass("1 minute");
  await workerTurn(first);
  expect(await statuses()).toEqual(["connected", "access_denied"]);
  expect(await rowOf(first)).toMatchObject({ claim_ended_at: null });
});

test("no claim ends because of a submission that is not secure, or of a person's own run", async () => {
  sandbox.state.iam.updateAssumeRolePolicy(ACME, role.roleName, trust());
  await submit(second);
  expect((await rowOf(first))["claim_ended_at"]).toBeNull();
  accepts(second.draft.externalId);
  await portal.pass("1 minute");
  await submit(second);
  await portal.pass("10 s");
  await submit(second);
  expect(await statuses()).toEqual(["connected", "verifying"]);
});

test("a policy with two customers' IDs verifies for either: the first one holds the role, only its ID is sent, and the doctor shows the other", async () => {
  const [one, other] = [await newSide(), await newSide()];
  role = newRole(sandbox.state.iam, trust({ StringEquals: { "sts:ExternalId": [one.draft.externalId, other.draft.externalId] } }));
  const { run } = await submit(one);
  expect(run).toMatchObject({ verdict: "secure" });
  await submit(other);
  await workerTurn(other);
  expect([(await rowOf(one))["status"], (await rowOf(other))["status"]]).toEqual(["connected", "draft"]);
  await expect(openConnectionForRead(other.actor, portal.context, other.draft.connectionId)).resolves.toMatchObject({
    kind: "not-readable",
  });
  const opened = await openConnectionForRead(one.actor, portal.context, one.draft.connectionId);
  expect(opened).toMatchObject({ kind: "opened", externalId: one.draft.externalId });
  const { env } = portal.context;
  const policy = trust({ StringEquals: { "sts:ExternalId": [one.draft.externalId, other.draft.externalId] } });
  const examined = examineTrustPolicy(policy, expectedTrust(env, one.draft.externalId));
  expect(examined).toMatchObject({
    kind: "examined",
    verdict: "open",
    findings: [{ weakness: "old-id", sentence: expect.stringContaining("another customer’s") }],
  });
  // The other customer is connected once the first connection is removed, because the policy allows it.
  accepted(await removeConnection(one.actor, one.draft.connectionId));
  expect((await submit(other)).run.verdict).toBe("secure");
  expect((await rowOf(other))["status"]).toBe("connected");
});
