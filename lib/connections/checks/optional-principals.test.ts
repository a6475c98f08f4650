import type { Sandbox } from "@sallyport/aws-sandbox/testing";
import { expect, test } from "vitest";
import { deployRoles } from "#lib/connections/testing/deployed-roles.ts";
import { endOf, newRole, type Portal, startPortal } from "#lib/connections/testing/portal.ts";
import { portalForFile } from "#lib/connections/testing/portal-fixture.ts";
import { submitRoleArn } from "./run-requests.ts";

const SALLYPORT = "arn:aws:iam::999999999999:role/sallyport";
const SECOND = "arn:aws:iam::999999999999:role/sallyport-second";

let sandbox: Sandbox;
let portal: Portal;

/** Starts a portal with the roles of docs/deploy.md. */
function startWithPrincipals({ url, smtpUrl, state }: Sandbox): Promise<Portal> {
  // The roles that docs/deploy.md tells a partner to create, instead of the sandbox's own.
  const { iam } = state;
  const policy = "assume-customer-roles";
  deployRoles(
    iam,
    "partner-account.json",
    "999999999999",
    { TrustedService: "ecs-tasks.amazonaws.com" },
    { sallyport: policy, "sallyport-second": policy },
  );
  const parameters = { PartnerAccountId: "999999999999", ClosedExternalId: "nobody-ever-sends-this-long-random-text" };
  const canaries = { "sallyport-canary-open": "", "sallyport-canary-closed": "", "sallyport-outside": policy };
  deployRoles(iam, "canary-account.json", "111111111111", parameters, canaries);
  return startPortal(
    { url, smtpUrl },
    {
      AWS_OUTSIDE_PRINCIPAL_ROLE_ARN: "arn:aws:iam::111111111111:role/sallyport-outside",
      AWS_SECOND_PRINCIPAL_ROLE_ARN: SECOND,
    },
  );
}

portalForFile((made) => {
  ({ sandbox, portal } = made);
}, startWithPrincipals);

const allow = (Principal: unknown, externalId?: string) => ({
  Effect: "Allow",
  Principal,
  Action: "sts:AssumeRole",
  ...(externalId !== undefined && { Condition: { StringEquals: { "sts:ExternalId": externalId } } }),
});

/** Submits a role with these statements, and returns the end of its run and the connection's status. */
async function submitted(statements: (externalId: string) => readonly object[]) {
  const actor = await portal.newOwner();
  const { connectionId, externalId } = await portal.newDraft(actor);
  const { arn } = newRole(sandbox.state.iam, JSON.stringify({ Version: "2012-10-17", Statement: statements(externalId) }));
  const end = await endOf(await submitRoleArn(actor, portal.context, { connectionId, roleArn: arn }));
  const { rows } = await portal.db
    .pool("owner")
    .query<{ name: string; got: string }>(
      "select p.name, p.got from verification_probes p join verification_runs r on r.id = p.run_id where r.connection_id = $1",
      [connectionId],
    );
  return { end, status: (await portal.row(connectionId))["status"], got: Object.fromEntries(rows.map(({ name, got }) => [name, got])) };
}

test("a role that any account with the ID may assume is not connected, though the main principal's probes find nothing", async () => {
  const { end, status, got } = await submitted((id) => [allow("*", id)]);
  expect({ status, none: got["none"], outside: got["outside-principal"] }).toEqual({ status: "draft", none: "denied", outside: "allowed" });
  expect(JSON.stringify(end)).toContain("can be assumed from another AWS account");
});

test("a role that another role of the partner may assume without the ID is not connected", async () => {
  const { end, status, got } = await submitted((id) => [allow({ AWS: SALLYPORT }, id), allow({ AWS: SECOND })]);
  expect({ status, none: got["none"], second: got["second-principal"] }).toEqual({ status: "draft", none: "denied", second: "allowed" });
  expect(JSON.stringify(end)).toContain("can be assumed by another role without an External ID");
});

test("a secure role is connected once both principals were denied", async () => {
  const { status, got } = await submitted((id) => [allow({ AWS: "arn:aws:iam::999999999999:root" }, id)]);
  expect(status).toBe("connected");
  expect(got).toMatchObject({ "outside-principal": "denied", "second-principal": "denied" });
});
