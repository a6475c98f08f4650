import { randomBytes } from "node:crypto";
import type { CustomerActor } from "#kernel/actor.ts";
import type { ConnectionId } from "#kernel/ids.ts";
import { submitRoleArn } from "#lib/connections/checks/run-requests.ts";
import { endOf, type Portal, READ_LOGS, type RoleMaker } from "#lib/connections/testing/portal.ts";
import { trustPolicy } from "#lib/role-setup/template/trust-policy.ts";

export const REGION = "eu-central-1";

export interface VerifiedConnection {
  readonly connectionId: ConnectionId;
  readonly externalId: string;
  readonly accountId: string;
  readonly roleName: string;
  readonly arn: string;
}

/** The permission policy of an administrator's role. */
export const EVERYTHING = policy(["*"]);

/** A permission policy that allows these actions on everything. */
export function policy(Action: readonly string[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*" }] });
}

/** The trust policy of the template: it allows a source identity. */
export function templateTrust(externalId: string): string {
  const partnerPrincipalArns = ["arn:aws:iam::999999999999:role/sallyport"];
  return JSON.stringify(trustPolicy({ externalId, partition: "aws", partnerAccountIds: ["999999999999"], partnerPrincipalArns }));
}

/** Creates a connection of this owner, verified by the portal's own probes, to a role that may read logs unless `permissions` says otherwise. */
export async function verifiedConnection(
  portal: Portal,
  iam: RoleStore,
  actor: CustomerActor,
  { accountId = "222222222222", permissions = READ_LOGS }: { readonly accountId?: string; readonly permissions?: string } = {},
): Promise<VerifiedConnection> {
  const { connectionId, externalId } = await portal.newDraft(actor);
  const roleName = `SallyportRole-${randomBytes(6).toString("hex")}`;
  const { arn } = makeRole(iam, { accountId, roleName, externalId, permissions });
  const { run } = await endOf(await submitRoleArn(actor, portal.context, { connectionId, roleArn: arn }));
  if (run.verdict !== "secure") throw new Error(`the connection was not verified: ${run.verdict}`);
  return { connectionId, externalId, accountId, roleName, arn };
}

/** Deletes the role and creates another one with the same ARN and the same trust policy: AWS gives it another role ID. */
export function recreateRole(iam: RoleStore, { accountId, roleName, externalId }: VerifiedConnection): void {
  iam.deleteRolePolicy(accountId, roleName, "read-logs");
  iam.deleteRole(accountId, roleName);
  makeRole(iam, { accountId, roleName, externalId, permissions: READ_LOGS });
}

/** The functions of the sandbox's IAM that create and delete roles. */
interface RoleStore extends RoleMaker {
  deleteRolePolicy(accountId: string, roleName: string, policyName: string): void;
  deleteRole(accountId: string, roleName: string): void;
}

interface Role {
  readonly accountId: string;
  readonly roleName: string;
  readonly externalId: string;
  readonly permissions: string;
}

function makeRole(iam: RoleStore, { accountId, roleName, externalId, permissions }: Role): { readonly arn: string } {
  const assumeRolePolicyDocument = templateTrust(externalId);
  const role = iam.createRole({ accountId, roleName, path: "/sallyport/", assumeRolePolicyDocument, description: "" });
  iam.putRolePolicy(accountId, roleName, "read-logs", permissions);
  return role;
}
